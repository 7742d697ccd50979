"""Matching with the real encoder: across languages, and from the first listings on."""

from bot.matching.debias import shipped
from bot.matching.encoders import BuiltinEncoder, Encoder
from bot.matching.matcher import Matcher
from bot.matching.prepare import prepare, prepare_many
from bot.matching.scoring import GOOD_ENOUGH
from tests.matching.listings import need, offer

FALSE_FRIENDS = {
    "a tower crane is no tap": (
        ("sr", "Toranjski kran za gradilište", "treba nam kran, nosivost do 8 t, montaža i servis, isporuka odmah"),
        ("zh", "塔式起重机 平头塔吊", "8-16吨，出口欧洲，含安装指导和配件"),
        ("sr", "Kran za sudoperu i kupatilo", "hromirani kran, montaža i servis, isporuka odmah, garancija"),
    ),
    "pasta is no laundry": (
        ("sr", "Sušara za testeninu", "sušara za kratku i dugu testeninu, 500 kg/h, inox, garancija"),
        ("zh", "意大利面干燥机 通心粉烘干线", "时产300-800公斤，不锈钢"),
        ("sr", "Sušara za veš, 8 kg", "inox bubanj, garancija, kratak program, toplotna pumpa"),
    ),
    "the machine is wanted, not what it makes": (
        ("en", "Nailing machine for pallets", "automatic, 60 pallets per hour, EUR size, new or used"),
        ("zh", "木托盘自动打钉机", "每小时60-120个欧标托盘，伺服"),
        ("en", "Pallets, EUR size, new and used", "60 pallets per delivery, nailed, heat treated"),
    ),
    "a furnace is no stove": (
        ("sr", "Peć za kaljenje čelika", "komorna peć, 1200 stepeni, zaštitni gas"),
        ("zh", "箱式淬火炉 可控气氛", "最高1250度，氮气保护，钢件热处理"),
        ("sr", "Peć na pelet za kuću, čelik", "komorna peć 12 kW, čelični plašt, zaštitni sloj, 300 stepeni"),
    ),
    "a net against birds is no chain of pet shops": (
        ("sr", "Mreža za zaštitu voćnjaka od ptica", "20 ha višanja, UV stabilna mreža sa stubovima"),
        ("zh", "果园防鸟网 抗UV", "樱桃园用，配立柱和钢丝，幅宽任选"),
        ("sr", "Mreža prodavnica za ljubimce, ptice", "franšizna mreža, 20 objekata, hrana i kavezi sa stubovima"),
    ),
}
"""Need, right offer in another language, wrong offer in the need's language that shares its words."""


def test_words_in_one_language_do_not_beat_the_thing_in_another(encoders: Encoder) -> None:
    subjects = [
        make(title, id=f"{kind} of {name}", text=text, language=language, country=country)
        for name, texts in FALSE_FRIENDS.items()
        for make, kind, country, (language, title, text) in zip(
            (need, offer, offer), ("need", "right", "wrong"), ("RS", "CN", "BA"), texts, strict=True
        )
    ]
    prepared = {one.subject.id: one for one in prepare_many(subjects, encoders)}
    matcher = Matcher.for_encoder(encoders)
    matcher.add_many(list(prepared.values()))
    suggested = []
    for name in FALSE_FRIENDS:
        best, *others = matcher.rank(prepared[f"need of {name}"])
        assert best.offer_id == f"right of {name}"
        assert all(match.likelihood < GOOD_ENOUGH for match in others), name
        if best.likelihood >= GOOD_ENOUGH:
            suggested.append(name)
    # Neither the glossary nor the encoders know bird nets: the right offer comes first, but with a low score.
    assert suggested == [name for name in FALSE_FRIENDS if "net against birds" not in name]


def test_a_chinese_need_finds_a_serbian_offer(builtin: BuiltinEncoder) -> None:
    offers = {
        "soil": "Senzori vlažnosti zemljišta za plastenike",
        "steel": "Termička obrada čelika",
        "water": "Prečišćavanje otpadnih voda",
        "rakija": "Rakija od šljive, domaća",
        "shoes": "Ženska kožna obuća",
    }
    matcher = Matcher(shipped(builtin.name))
    subjects = [offer(title, id=name, language="sr", country="RS") for name, title in offers.items()]
    matcher.add_many(prepare_many(subjects, builtin))
    wanted = {
        "soil": "温室里用的土壤墒情监测",
        "steel": "钢件淬火代工",
        "rakija": "寻找东欧水果烈酒进口",
        "shoes": "皮鞋批发",
    }
    for name, title in wanted.items():
        best = matcher.rank(prepare(need(title, language="zh", country="CN"), builtin))[0]
        assert best.offer_id == name, title


def test_the_first_listings_of_a_fair_are_scored_like_those_of_a_full_one(builtin: BuiltinEncoder) -> None:
    matcher = Matcher(shipped(builtin.name))
    matcher.add(prepare(offer("Senzori vlage u zemljištu za plastenike", language="sr", country="RS"), builtin))
    wanted = {"fit": "温室土壤湿度监测", "unfit": "医院病历管理软件"}
    likely = {
        name: matcher.rank(prepare(need(title, language="zh", country="CN"), builtin))[0].likelihood
        for name, title in wanted.items()
    }
    assert likely["unfit"] < 0.15
    assert likely["fit"] > GOOD_ENOUGH

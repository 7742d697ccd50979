"""Companies that are called after what they sell: the name is hidden, the thing on offer stays."""

import pytest

from bot.masking import MASK, Secrets, mask

# (company, text): the word is the thing on offer.
THINGS = [
    ("Senzor d.o.o.", "Proizvodnja senzora i naš senzor vlažnosti"),
    ("Pumpe d.o.o.", "Pumpa za bunar i pumpe za navodnjavanje"),
    ("Sensor Ltd", "Soil Sensor"),
    ("Sensor Ltd", "Wireless Soil Sensor for Smart Farms"),
    ("Sensor Ltd", "Our Sensors are waterproof; each sensor lasts ten years"),
    ("Sensor GmbH", "Wir bauen einen Sensor für die Messung der Feuchte"),
    ("Pumpe GmbH", "Die Pumpe ist wartungsfrei, eine Pumpe mit Motor"),
    ("水泵有限公司", "高效水泵及配件"),
    ("北京水泵有限公司", "水泵 节能型"),
    ("土壤传感器有限公司", "温室土壤传感器"),
    ("蜂蜜有限公司", "纯天然蜂蜜出口"),
    ("上海起重机有限公司", "我们生产起重机和配件"),
    ("起重机公司", "一家起重机公司寻求合作"),
    ("Solar Panels Ltd", "Solar panels for farms, 400 W"),
    ("Green Energy d.o.o.", "Green energy solutions; we build green energy storage"),
    ("Green Energy d.o.o.", "Green Energy Storage for Smart Cities"),
]

# (company, text, shown): at the start of a sentence the capital could be the name's, so the word is hidden.
STARTS = [
    ("Senzor d.o.o.", "Senzori vlažnosti zemljišta za staklenike", f"{MASK} vlažnosti zemljišta za staklenike"),
    ("Senzor d.o.o.", "Senzor vlažnosti zemljišta, IP67", f"{MASK} vlažnosti zemljišta, IP67"),
    (
        "Senzor d.o.o.",
        "Merimo vlagu. Senzori su naši. Senzor radi godinama.",
        f"Merimo vlagu. {MASK} su naši. {MASK} radi godinama.",
    ),
    ("Senzor d.o.o.", "SENZORI VLAŽNOSTI ZA STAKLENIKE", f"{MASK} VLAŽNOSTI ZA STAKLENIKE"),
    ("Senzor d.o.o.", "Сензори влажности земљишта", f"{MASK} влажности земљишта"),
    ("Senzor d.o.o.", "• Senzori\n• Pumpe\n• Ventili", f"• {MASK}\n• Pumpe\n• Ventili"),
    ("Pumpe d.o.o.", "Pumpe za vodu", f"{MASK} za vodu"),
    ("Pumpa d.o.o.", "Pumpe za čistu i prljavu vodu", f"{MASK} za čistu i prljavu vodu"),
    ("Med d.o.o.", "Med i propolis", f"{MASK} i propolis"),
    ("Med d.o.o.", "Domaći med sa planine. Med je bagremov.", f"Domaći med sa planine. {MASK} je bagremov."),
    ("Kran Ltd", "Kranovi za gradilišta", f"{MASK} za gradilišta"),
    ("Kran Ltd", "Kranovi i dizalice, montaža kranova", f"{MASK} i dizalice, montaža kranova"),
    ("Sensor Ltd", "Sensors for greenhouses", f"{MASK} for greenhouses"),
    (
        "Sensor GmbH",
        "Sensor für Bodenfeuchte und Pumpe für Bewässerung",
        f"{MASK} für Bodenfeuchte und Pumpe für Bewässerung",
    ),
    ("Honey Ltd", "Honey and bee products", f"{MASK} and bee products"),
    ("Miel SARL", "Miel de montagne, notre miel est bio", f"{MASK} de montagne, notre miel est bio"),
    ("Bomba S.L.", "Bomba de agua sumergible", f"{MASK} de agua sumergible"),
    ("Pompa A.Ş.", "Pompa ve vana üretimi, dalgıç pompa", f"{MASK} ve vana üretimi, dalgıç pompa"),
    ("Насос ООО", "Насосы для скважин", f"{MASK} для скважин"),
    (
        "Насос ООО",
        "Поставка насосов. Насос погружной, насос дренажный",
        f"Поставка насосов. {MASK} погружной, насос дренажный",
    ),
    ("Датчик ООО", "Датчик влажности почвы", f"{MASK} влажности почвы"),
    ("Voda d.o.o.", "Voda za piće: prečišćavanje vode", f"{MASK} za piće: prečišćavanje vode"),
]

# (company, text, shown): the word is the name.
NAMES = [
    ("Senzor d.o.o.", "Mi smo Senzor d.o.o. iz Niša", f"Mi smo {MASK} iz Niša"),
    ("Senzor d.o.o.", "Mi smo Senzor iz Niša", f"Mi smo {MASK} iz Niša"),
    ("Senzor d.o.o.", "Firma Senzor pravi senzore", f"Firma {MASK} pravi senzore"),
    ("Senzor d.o.o.", "firma senzor pravi senzore", f"firma {MASK} pravi senzore"),
    ("Senzor d.o.o.", "Naša firma „Senzor“ pravi senzore", f"Naša firma „{MASK}“ pravi senzore"),
    (
        "Senzor d.o.o.",
        "Senzor posluje od 1998. Senzor je osnovan u Nišu.",
        f"{MASK} posluje od 1998. {MASK} je osnovan u Nišu.",
    ),
    ("Senzor d.o.o.", "Radimo sa Senzorom od 2010.", f"Radimo sa {MASK} od 2010."),
    ("Senzor d.o.o.", "Pišite nam, Senzorov tim odgovara.", f"Pišite nam, {MASK} tim odgovara."),
    ("Senzor d.o.o.", "Senzorov sistem meri vlagu", f"{MASK} sistem meri vlagu"),
    ("Senzor d.o.o.", "Ja radim u SENZOR u Nišu", f"Ja radim u {MASK} u Nišu"),
    ("Senzor d.o.o.", "Pravimo senzore.\nPozdrav,\nSenzor", f"Pravimo senzore.\nPozdrav,\n{MASK}"),
    ("Senzor d.o.o.", "Naš S e n z o r, naš 5enz0r", f"Naš {MASK}, naš {MASK}"),
    ("Senzor d.o.o.", "Фирма Сензор из Ниша", f"Фирма {MASK} из Ниша"),
    ("Pumpe d.o.o.", "Zovemo se Pumpe i pravimo pumpe", f"Zovemo se {MASK} i pravimo pumpe"),
    ("Pumpe d.o.o.", "Preduzeće Pumpe traži kupce", f"Preduzeće {MASK} traži kupce"),
    ("Med d.o.o.", "Javite se u Med u Čačku", f"Javite se u {MASK} u Čačku"),
    ("Kran Ltd", "Kran was founded in 1990 and rents cranes", f"{MASK} was founded in 1990 and rents cranes"),
    ("Kran Ltd", "We are Kran, ask us", f"We are {MASK}, ask us"),
    ("Sensor Ltd", "Sensor is a company from Leeds", f"{MASK} is a company from Leeds"),
    ("Sensor Ltd", "Engineers from Sensor will call", f"Engineers from {MASK} will call"),
    ("Sensor Ltd", "Our company, Sensor, makes probes", f"Our company, {MASK}, makes probes"),
    ("Sensor Ltd", "Ask for Sensor's engineers", f"Ask for {MASK}'s engineers"),
    ("Sensor Ltd", 'The brand "Sensor" is ours', f'The brand "{MASK}" is ours'),
    ("Sensor GmbH", "Die Firma Sensor baut Fühler", f"Die Firma {MASK} baut Fühler"),
    ("Sensor GmbH", "Wir von Sensor bauen Fühler", f"Wir von {MASK} bauen Fühler"),
    ("Miel SARL", "La société Miel vend du miel", f"La société {MASK} vend du miel"),
    ("Bomba S.L.", "Somos Bomba y vendemos bombas", f"Somos {MASK} y vendemos bombas"),
    ("Pompa A.Ş.", "Biz Pompa A.Ş. olarak pompa yaparız", f"Biz {MASK} olarak pompa yaparız"),
    ("Насос ООО", "Компания «Насос» ищет партнёра", f"Компания «{MASK}» ищет партнёра"),
    ("Насос ООО", "Мы работаем в Насосе с 2001 года", f"Мы работаем в {MASK} с 2001 года"),
    ("水泵有限公司", "水泵有限公司成立于2001年", f"{MASK}成立于2001年"),
    ("水泵有限公司", "我们公司叫水泵", f"我们公司叫{MASK}"),
    ("土壤传感器有限公司", "我司“土壤传感器”寻求代理", f"我司“{MASK}”寻求代理"),
    ("蜂蜜有限公司", "蜂蜜成立于2001年", f"{MASK}成立于2001年"),
    ("Solar Panels Ltd", "You can meet Solar Panels at the fair", f"You can meet {MASK} at the fair"),
    ("Green Energy d.o.o.", "Green Energy traži partnere u Kini", f"{MASK} traži partnere u Kini"),
    ("Green Energy d.o.o.", "find us as greenenergy everywhere", f"find us as {MASK} everywhere"),
    # Names that tell more are hidden everywhere, as before.
    ("Pudong Agritech", "Pudong Agritech sensors", f"{MASK} sensors"),
    ("Pudong Ltd", "Pudong sensors for greenhouses", f"{MASK} sensors for greenhouses"),
    ("Milanović d.o.o.", "Milanovići prave med", f"{MASK} prave med"),
    ("Zvezda d.o.o.", "Zvezda za plastiku", f"{MASK} za plastiku"),
    ("绿源传感器有限公司", "绿源传感器，绿源", f"{MASK}，{MASK}"),
]


@pytest.mark.parametrize(("company", "text"), THINGS)
def test_the_thing_on_offer_stays(company: str, text: str) -> None:
    assert mask(text, secrets=Secrets(company_names=(company,))).text == text


@pytest.mark.parametrize(("company", "text", "shown"), [*STARTS, *NAMES])
def test_the_name_is_hidden(company: str, text: str, shown: str) -> None:
    assert mask(text, secrets=Secrets(company_names=(company,))).text == shown


def test_a_website_and_a_handle_called_after_the_thing_hide_as_addresses_alone() -> None:
    secrets = Secrets(company_names=("Senzor d.o.o.",), website_hosts=("senzor.rs",), usernames=("senzor",))
    assert mask("Naši senzori i senzor, senzor.rs ili @senzor", secrets=secrets).text == (
        f"Naši senzori i senzor, {MASK} ili {MASK}"
    )

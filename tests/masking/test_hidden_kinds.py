"""Kinds of disguise that a rule recognises: one row for each, and beside it what only looks like the kind."""

import pytest

from bot.masking import MASK, Secrets, contains_contact, mask

NOBODY = Secrets()
OWNER = Secrets(
    company_names=("Quarrington Cycles Ltd", "泉州海棠陶瓷有限公司", "Lampioni Celesti S.r.l."),
    person_names=("谭雨桐",),
    phones=("+44 7399 820 461", "+381 60 538 2174"),
)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("07 g soli, 399 g brašna, 82 g šećera i 0461 g mleka", f"{MASK} g mleka"),
        ("prices: 06053 € for one, 82174 € for two", f"prices: {MASK} € for two"),
        ("我姓氵每", f"我姓{MASK}"),
        ("厂名是氵每木尚", f"厂名是{MASK}"),
        ("找弓长总", f"找{MASK}总"),
        ("Q'ton frames, brazed by hand", f"{MASK} frames, brazed by hand"),
        ("рамови за Кворингтон и друге", f"рамови за {MASK} и друге"),
        ("小红书ID茶碗姐姐", MASK),
        ("淘宝店名青石布鞋，欢迎", f"{MASK}，欢迎"),
        (".-- .- -. - .- .-.", MASK),
        ("bells [at the sign] spokeyard [full stop] bike", MASK),
        ("scrivi a gozzi chiocciolina cantiere puntoit", f"scrivi a {MASK}"),
        ("put spokeyard in front of .bike", f"put {MASK} in front of .{MASK}"),
        ("bitli kosa crta 3sirA", MASK),
        ("stand B17, aisle C, next to the café", MASK),
        ("oar (curly a) sealpaddle (spot) scot", MASK),
        ("набирайте плюс семь 9двадцать4 шестьсот18 три0семь2", f"набирайте {MASK}"),
        ("공일공에 팔8사이 하나칠공구", f"{MASK} {MASK}"),
        ("Werkstatt: Eisenstraße 41, Steyr", f"Werkstatt: {MASK}"),
        ("Insta : les nez de Grasse", MASK),
        ("we have the only pool at the fair", MASK),
        ("szukajcie stoiska z niebieską latarnią, hala 5", MASK),
        ("ランピオーニ・チェレスティの照明です", f"{MASK}の照明です"),
        ("nove17 trezentos e cinquenta 6quatro8", MASK),
        ("volejte šest set osm, tři sta devadesát jedna, sedm set čtyřicet pět", f"volejte {MASK}"),
        ("table 14, demandez Quarrington", f"{MASK} {MASK}"),
        ("the thread is Quarrington.drying there", f"the thread is {MASK}.{MASK} there"),
        ("pay to DE89 3704 0044 0532 0130 00 first", f"pay to {MASK} first"),
        ("samples to PO Box 118, BD23 4QX", f"samples to {MASK}"),
        ("Postfach 12 34, Wels", MASK),
        ("CIF B73918254, compruébelo", f"{MASK}, compruébelo"),
        ("we are lima india november echo", f"we are {MASK}"),
        ("«Quarrington of copper» is on the lid", f"«{MASK} {MASK} {MASK}» is on the lid"),
    ],
)
@pytest.mark.usefixtures("without_encoder")
def test_a_disguise_is_hidden(text: str, shown: str) -> None:
    assert mask(text, secrets=OWNER).text == shown


@pytest.mark.parametrize(
    "text",
    [
        "07 g of salt, 399 g of flour, 83 g of sugar",
        "小红书账号运营找代理",
        "淘宝店名可以改吗",
        "Points: - - - and ... ... ... are separators",
        "The frame [painted] costs 300 [net] euro",
        "In Halle 4 war es uns zu warm.",
        "We need drawings as .step or .dxf files",
        "Airbus Helicopters and Allegro sellers",
        "it's as good as new",
        "WhatsApp is prima.",
        "La nostra ditta consegna assi a Ikea.",
        "Siemens S7-1200 and S7-1500, Modbus TCP",
        "Naša firma radi od 1994. godine",
        "Insta: two posts a week",
        "Only one stand had water",
        "A PO box costs 30 euros",
        "Hotel Lima in Quebec, open since November",
        "DE12 3704 0044 0532 0130 is a part",
        "Write to 40001 to start, write to 40002 to stop.",
        "Een Siemens S7-1200 en het frame is klaar",
        "I contatti si scambiano dopo l'accettazione",
        "Hala 40 x 80 m, kran 10 t",
        "Испытательный стенд на 500 Н·м",
        "hala 40 na 80 m",
        "展位是18平方米",
        "Bytes 01 02 03 04 05 06 07 hold the header",
        "يناسبنا الموعد الثاني",
        "integrators under a commercial agreement",
        "apple strudel filling, frozen",
        "GS1 barcode 8600123456784, twelve pieces",
        "Strichcode 8600123456784, zwölf Stück",
    ],
)
@pytest.mark.usefixtures("without_encoder")
def test_what_only_looks_like_a_disguise_stays(text: str) -> None:
    assert mask(text, secrets=OWNER).found == ()


@pytest.mark.parametrize(
    ("person", "text"),
    [
        ("陈晓燕", "연간 12,000대 생산"),
        ("Özgür Yıldırım", "تقنية لتحلية المياه"),
        ("Kartal Makine", "من 50 كيلوواط إلى 5 ميغاواط"),
        ("Martin", "न्यूनतम मात्रा 200"),
    ],
)
def test_ordinary_words_that_sound_like_a_name_stay(person: str, text: str) -> None:
    secrets = Secrets(person_names=(person,), company_names=(f"{person} Ltd",))
    assert mask(text, secrets=secrets).found == ()


@pytest.mark.parametrize(
    ("person", "text"),
    [("Özgür Yıldırım", "اسمي أوزغور يلدريم"), ("Marina Kovač", "제 이름은 마리나입니다"), ("Salma", "اسمي سلمى")],
)
def test_a_name_in_another_script_is_hidden(person: str, text: str) -> None:
    assert MASK in mask(text, secrets=Secrets(person_names=(person,))).text


@pytest.mark.parametrize("form", ["Công ty", "Công ty TNHH", "Công ty Cổ phần", "CTY TNHH MTV"])
@pytest.mark.usefixtures("without_encoder")
def test_a_vietnamese_company_is_hidden_by_its_name_alone(form: str) -> None:
    secrets = Secrets(company_names=(f"{form} Chim Én",))
    assert (
        mask("Máy của Chim Én chạy êm, công ty nhỏ.", secrets=secrets).text == f"Máy của {MASK} chạy êm, công ty nhỏ."
    )


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Signal: look for Quarrington.77", f"Signal: look for {MASK}.{MASK}"),
        ("Zalo của em tên Quarrington MVX", f"Zalo của em tên {MASK} {MASK}"),
    ],
)
@pytest.mark.usefixtures("without_encoder")
def test_the_rest_of_an_account_is_hidden(text: str, shown: str) -> None:
    assert mask(text, secrets=OWNER).text.replace(f"{MASK}{MASK}", MASK) == shown


def test_a_name_is_hidden_to_its_last_letter() -> None:
    assert mask("We are Suzuno Keisoku of Japan.", secrets=NOBODY).text.rstrip(".") == MASK


@pytest.mark.parametrize("host", ["hrastovdol.rs", "www.hrastovdol.rs", "info@hrastovdol.rs", "hrastovdol.com"])
def test_a_sentence_behind_a_host_stays(host: str) -> None:
    text = f"We are on {host}. Telegram is fine."
    assert mask(text, secrets=NOBODY).text == f"We are on {MASK}. Telegram is fine."
    assert all("Telegram" not in found.snippet for found in contains_contact(text))


def test_a_heading_of_names_is_no_motto() -> None:
    for text in ("Maria Silva Santos", "Anna Maria Lopez", "N. Lo AB"):
        assert mask(text, secrets=NOBODY).text == MASK


@pytest.mark.parametrize(
    "text",
    [
        "Our paint shop runs a Wagner booth from 2011.",
        "Telegram je u redu.",
        "Телеграм може, Вајбер исто.",
        "Telegram me parece bien.",
        "Telegram is fine.",
        "Telegram ist kein Problem.",
        "Small And Light",
        "Get Boats Anywhere",
        "Power From Glass: The Quiet Energy",
        "Телеграм нам зручний.",
        "微信也可以",
        "CdSe@ZnS quantum dots",
    ],
)
def test_the_judge_leaves_agreed_channels_mottos_and_a_paint_booth(text: str) -> None:
    assert mask(text, secrets=NOBODY).found == ()


@pytest.mark.parametrize(
    "answer",
    [
        "Forty.",
        "Twelve",
        "Četrdeset.",
        "Dvanaest",
        "四十。",
        "十二月",
        "Quarante.",
        "Cuarenta",
        "Kırk.",
        "Двенадцать.",
        "Vierzig",
        "Forty five.",
        "Quarante-deux.",
        "On iki.",
        "Otuz altı",
        "اثنا عشر.",
        "مئة وعشرون",
        "चालीस.",
        "Сто двадцать.",
        "Centocinquanta",
        "ห้าสิบสอง",
        "Četrdeset i pet",
        "Сорок п'ять.",
        "구리입니다.",
        "銅です。",
        "CIF Mersin then.",
        "EXW Ningbo, of course.",
    ],
)
def test_a_short_answer_stays(answer: str) -> None:
    assert mask(answer, secrets=OWNER).text == answer


@pytest.mark.parametrize(
    ("company", "text"),
    [
        ("Zavod Kruna", "Zavod za hidrologiju meri kišu."),
        ("شركة الفنار الذهبي", "شركة شحن صغيرة تكفي."),
        ("Công ty Sao Mai Đỏ", "Công suất 350 kW."),
        ("Spółka Łódź", "Spółka szuka magazynu."),
        ("Компания Ручей", "Компания ищет дилера."),
        ("Empresa Ardósia", "Empresa de transporte, frota própria."),
    ],
)
@pytest.mark.usefixtures("without_encoder")
def test_what_a_company_is_stays_and_its_name_is_hidden(company: str, text: str) -> None:
    secrets = Secrets(company_names=(company,))
    assert mask(text, secrets=secrets).found == ()
    assert mask(f"1: {company}", secrets=secrets).text == f"1: {MASK}"


def test_a_name_is_found_without_its_article() -> None:
    secrets = Secrets(company_names=("De Rode Tulp B.V.",))
    assert mask("kies rodetulp in het menu", secrets=secrets).text == f"kies {MASK} in het menu"


@pytest.mark.parametrize(
    "number",
    [
        "έξι εννέα τρία, πενήντα οκτώ, δέκα, εβδομήντα, είκοσι τέσσερα",
        "нуль шістдесят сім, п'ятсот дванадцять, сімдесят сім, тридцять",
        "noll sjuttio tre, femtioett, tjugoåtta, trettiofyra",
        "صفر خمسة ثلاثة سبعة عشرون ستة وأربعون تسعة اثنان",
        "שבע שבעים ושתיים ארבע אחת שמונים ותשע שש אפס שלושים",
        "नौ आठ सत्तर चालीस पचास साठ बीस तीस दो",
        "ゼロハチゼロ、ゴーロクイチサン、キューゼロヨンナナまで",
    ],
)
@pytest.mark.usefixtures("without_encoder")
def test_a_phone_number_in_tens_is_hidden_whole(number: str) -> None:
    assert mask(number, secrets=NOBODY).text in {MASK, f"{MASK}まで"}


@pytest.mark.parametrize(
    "text",
    [
        "Mei traži partnere u Kini.",
        "We are two. Mei is looking for a distributor.",
        "Max wird Ihnen helfen.",
        "Rosa can show you the samples.",
        "Vesna je zadužena za prodaju.",
        "Роман работает с Китаем.",
        "Марија води продају.",
        "Grace answers all questions.",
    ],
)
def test_a_name_that_is_also_a_word_is_hidden_where_a_person_acts(text: str) -> None:
    named = Secrets(person_names=("Mei", "Max Huber", "Rosa Conti", "Vesna Ilić", "Роман", "Marija", "Grace Hill"))
    assert mask(text, secrets=named).text.count(MASK) == 1


@pytest.mark.parametrize(
    "text",
    [
        "May we ask for a sample?",
        "Max. 20 kg per box.",
        "Max load is 200 kg.",
        "Rosa tomatoes from Almería.",
        "Rosa Granit aus Spanien.",
        "Grace period of 30 days.",
        "Vesna je vreme setve.",
        "Roman tiles and bricks.",
        "Mark the parts with a laser.",
    ],
)
def test_the_word_stays_where_it_is_no_name(text: str) -> None:
    named = Secrets(person_names=("May", "Max Huber", "Rosa Conti", "Vesna Ilić", "Roman", "Mark", "Grace Hill"))
    assert mask(text, secrets=named).text == text


def test_the_names_of_all_colleagues_are_hidden() -> None:
    people = [f"{first} {last}" for first, last in zip(_FIRST.split(), _LAST.split(), strict=True)]
    everybody = Secrets(person_names=tuple(people))
    assert len(people) == 12
    for person in people:
        assert mask(f"Ask {person} about it.", secrets=everybody).text == f"Ask {MASK} about it."
        assert mask(f"Ask {person.split()[1]} about it.", secrets=everybody).text == f"Ask {MASK} about it."


_FIRST = "Jelena Dragan Petar Milica Stefan Ivana Nikola Tamara Bojan Katarina Luka Sanja"
_LAST = "Nikolić Stojanović Đurić Pavlović Todorović Lazić Kovačević Simić Radovanović Vuković Obradović Babić"

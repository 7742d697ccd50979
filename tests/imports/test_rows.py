"""What single rows say: sums and real names, guessed countries, repaired addresses, listings."""

import pytest

from bot.usecases.imports.country_guess import BY_ADDRESS, BY_CITY, BY_DOMAIN, BY_FORM, BY_PHONE
from bot.usecases.imports.exhibitor_list import ExhibitorList, read_list, repeated_rows
from bot.usecases.imports.rows import NO_COUNTRY, ExhibitorRow


def read(text: str, country: str | None = None) -> ExhibitorList:
    return read_list(text.encode(), country)


def row_of(headings: str, cells: str) -> ExhibitorRow:
    [row] = read(f"{headings}\n{cells}\n").rows
    return row


COMPANIES = (
    "Total Energies|Total|Sum|SUM Engineering|Total Technologies GmbH|Ukupno Plus d.o.o.|Sumitomo|360|3M|4711|"
    "Technologies Services|Products|Solutions & Services LLP|Engineering|Group 4|Company A|Hall Systems d.o.o.|"
    "Note Systems|Page One Media|Contact Lenses Ltd|Summit d.o.o.|Booth Builders|Country Foods|Totalno Drvo|"
    "合计科技有限公司"
)


@pytest.mark.parametrize("name", COMPANIES.split("|"))
def test_a_name_is_a_name_even_if_it_looks_like_a_sum_or_a_heading(name: str) -> None:
    row = row_of("Company;Country;Booth", f"{name};Serbia;A1")
    assert (row.name, row.country, row.problem) == (name, "RS", None)


OTHER_LINES = (
    "Total:;;9|Total exhibitors: 6;;|Ukupno:;;10|Ukupno izlagača: 12;;|合计;;10|共计 12 家;;|"
    "Grand total;;10|Summe;;4|Итого;;3|Summe: 2 Aussteller;;|"
    "Total exposants : 2;;|Toplam katılımcı: 2;;|Итого 2 компании;;|"
    "合計 2社;;|총 2개사;;|المجموع: 2;;|"
    "SERBIA;;|HALL 1;;|Hala 2;;|3号馆;;|A;;|Page 1 of 2;;|* as of 1 March;;|"
    "Napomena: podložno izmenama;;|备注：以现场为准;;|"
    "Company;Country;Booth|Exhibitor;Country;Stand|12;;|---;;|;Serbia;A1|N/A;Serbia;A1|;;A9"
)


@pytest.mark.parametrize("line", OTHER_LINES.split("|"))
def test_a_line_that_is_no_company_is_told_as_such(line: str) -> None:
    found = read(f"Company;Country;Booth\nSenzor;Serbia;A1\n{line}\n")
    assert [row.problem is None for row in found.rows] == [True, False]


def test_a_country_or_a_hall_as_a_line_holds_for_the_rows_below() -> None:
    found = read("Company;Country;Booth\nHALL 1;;\nSERBIA;;\nZelena Polja;;2\nHala 2;;\nКИНА;;\nLanqiao;;3\n")
    taken = [row for row in found.rows if row.problem is None]
    assert [(row.name, row.hall, row.country) for row in taken] == [
        ("Zelena Polja", "HALL 1", "RS"),
        ("Lanqiao", "Hala 2", "CN"),
    ]


APART = (
    "Company A|Company B;Group 4|Group 5;Firma A|Firma B;Preduzeće 1|Preduzeće 2;Lab A d.o.o.|Lab B d.o.o.;"
    "360|361;3M|3A"
)


ONE = "Firma d.o.o.|FIRMA DOO;Сензор д.о.о.|Senzor d.o.o.;Senzor|Senzor AD;Žito d.o.o. Novi Sad|Žito DOO Novi Sad"


@pytest.mark.parametrize(
    ("pair", "same"), [(pair, False) for pair in APART.split(";")] + [(pair, True) for pair in ONE.split(";")]
)
def test_companies_are_one_or_two(pair: str, same: bool) -> None:
    one, other = pair.split("|")
    found = read(f"Company;Country\n{one};Serbia\n{other};Serbia\n")
    assert repeated_rows(found.rows) == ({1: 0} if same else {})


GUESSED = [
    ("Website", "Green Fields;www.greenfields.de", "DE", BY_DOMAIN),
    ("Website", "Senzor;senzor.co.rs", "RS", BY_DOMAIN),
    ("E-mail", "Green Fields;info@greenfields.co.uk", "GB", BY_DOMAIN),
    ("Phone", "Raj;+91 22 2758 1234", "IN", BY_PHONE),
    ("Phone", "Senzor;00381 64 123 4567", "RS", BY_PHONE),
    ("Address", "Nobody;Knez Mihailova 2, 11000 Belgrade, Serbia", "RS", BY_ADDRESS),
    ("Address", "Nobody;中国浙江省宁波市", "CN", BY_ADDRESS),
    ("City", "Nobody;Beograd", "RS", BY_CITY),
    ("City", "Nobody;Shanghai", "CN", BY_CITY),
    ("Paid", "Zenith Technologies Pvt. Ltd.;x", "IN", BY_FORM),
    ("Paid", "Lindtal Technik GmbH;x", "DE", BY_FORM),
    ("Paid", "Senzor d.o.o.;x", "RS", BY_FORM),
    ("Paid", "杭州青禾农机有限公司;x", "CN", BY_FORM),
    ("Paid", "高雄海星塑膠股份有限公司;x", "TW", BY_FORM),
    ("Paid", "株式会社みなと精密;x", "JP", BY_FORM),
    ("Paid", "주식회사 한빛센서;x", "KR", BY_FORM),
    ("Paid", "ООО Сибирский мёд;x", "RU", BY_FORM),
    ("Paid", "Szűrőgyár Kft.;x", "HU", BY_FORM),
    ("Paid", "Żywiec Sp. z o.o.;x", "PL", BY_FORM),
    ("Paid", "Macchine Rossi S.p.A.;x", "IT", BY_FORM),
    ("Contact Details", "Services & Products LLP;+91 22 2758 1234", "IN", BY_PHONE),
    ("Contact Details", "Zenith;info@zenith.in", "IN", BY_DOMAIN),
]


@pytest.mark.parametrize(("heading", "cells", "country", "why"), GUESSED)
def test_a_country_is_guessed_and_marked(heading: str, cells: str, country: str, why: str) -> None:
    row = row_of(f"Company;{heading}", cells)
    assert (row.country, row.guessed, row.problem) == (country, why, None)
    assert [(remark.field, remark.why, remark.grave) for remark in row.remarks] == [("country", why, False)]


@pytest.mark.parametrize(
    "cells", ["Nobody Knows;x@gmail.com", "Startup;info@startup.io", "Tech Ltd;info@tech.com", "Oslo AS;x@y.com"]
)
def test_where_nothing_tells_the_country_is_asked(cells: str) -> None:
    assert row_of("Company;E-mail", cells).problem == NO_COUNTRY
    [row] = read(f"Company;E-mail\n{cells}\n", "CN").rows
    assert (row.country, row.problem) == ("CN", None)


def test_a_form_of_several_countries_follows_the_other_rows() -> None:
    found = read("Company;Country\nUljanik d.d.;Croatia\nVoćar d.o.o.;\n")
    assert [row.country for row in found.rows] == ["HR", "HR"]


@pytest.mark.parametrize("country", ["Yugoslavia", "Nowhere", "EU", "12", "Korea"])
def test_a_country_that_is_not_understood_is_told_and_not_guessed(country: str) -> None:
    row = row_of("Company;Country;Website", f"Senzor d.o.o.;{country};www.senzor.rs")
    assert (row.country, row.problem) == ("", NO_COUNTRY)
    assert [remark.value for remark in row.remarks] == [country]


MAILS = [
    ("info@sitna.rs", "info@sitna.rs"),
    ("info @ sitna.rs", "info@sitna.rs"),
    ("info@sitna.rs.", "info@sitna.rs"),
    ("info(at)sitna.rs", "info@sitna.rs"),
    ("info [at] sitna [dot] rs", "info@sitna.rs"),
    ("info＠sitna.rs", "info@sitna.rs"),
    ("mailto:info@sitna.rs", "info@sitna.rs"),
    ("Ana <info@sitna.rs>", "info@sitna.rs"),
    ("info@sitna.rs; ana@sitna.rs", "info@sitna.rs"),
    ("info@sitna.rs / ana@sitna.rs", "info@sitna.rs"),
    ("INFO@SITNA.RS", "info@sitna.rs"),
    ("-", None),
    ("n/a", None),
]


@pytest.mark.parametrize(("written", "address"), MAILS)
def test_an_address_is_repaired(written: str, address: str | None) -> None:
    row = row_of("Company|Country|E-mail", f"Sitna|Serbia|{written}")
    assert (row.email, row.remarks) == (address, ())


@pytest.mark.parametrize("written", ["nothing yet @", "info@", "@sitna.rs", "ask at the desk", "info@sitna"])
def test_an_address_that_cannot_be_right_is_told(written: str) -> None:
    row = row_of("Company|Country|E-mail", f"Sitna|Serbia|{written}")
    assert row.email is None
    assert [(remark.field, remark.value) for remark in row.remarks] == [("email", written)]


@pytest.mark.parametrize(
    ("text", "booth", "city"),
    [
        ("Visit us at stand 3.G17", "3.G17", None),
        ("Meet us at booth A-12", "A-12", None),
        ("Stand 4.B02", "4.B02", None),
        ("Novi Sad", None, "Novi Sad"),
        ("21000 Novi Sad", None, "Novi Sad"),
        ("Standford", None, "Standford"),
    ],
)
def test_a_location_may_be_a_booth(text: str, booth: str | None, city: str | None) -> None:
    row = row_of("Company;Country;Location", f"Senzor;Serbia;{text}")
    assert (row.booth, row.city) == (booth, city)


COUNTRIES = [
    ("🇷🇸", "RS"),
    ("+381", "RS"),
    ("RS", "RS"),
    ("SRB", "RS"),
    ("Srbija (RS)", "RS"),
    ("Republika Srbija", "RS"),
    ("Србија", "RS"),
    ("塞尔维亚", "RS"),
    ("UK", "GB"),
    ("U.S.A.", "US"),
    ("P.R. China", "CN"),
    ("Deutschland / Germany", "DE"),
    ("Türkiye", "TR"),
    ("Georgia", "GE"),
    ("DE", "DE"),
    ("IN", "IN"),
]


@pytest.mark.parametrize(("written", "code"), COUNTRIES)
def test_a_country_is_read_however_it_is_written(written: str, code: str) -> None:
    assert row_of("Company;Country", f"Senzor;{written}").country == code


@pytest.mark.parametrize(
    ("text", "countries"),
    [
        ("Company;State;Country\nPine Inc;Georgia;USA\nTiflis;;Georgia\n", ["US", "GE"]),
        ("Company;State\nPine Inc;GA\nOak Ltd;CA\nElm Ltd;DE\n", ["US", "US", "US"]),
        ("Company;State\nPine Ltd;Texas\nOak Ltd;Georgia\n", ["US", "US"]),
        ("Company;State\nSenzor;Serbia\nIzvor;Croatia\n", ["RS", "HR"]),
        ("Company;Country\nPine Ltd;GA\nOak Ltd;CA\nElm Ltd;DE\n", ["GA", "CA", "DE"]),
    ],
)
def test_states_are_told_from_countries(text: str, countries: list[str]) -> None:
    assert [row.country for row in read(text).rows] == countries


def test_a_list_without_headings_is_read_by_what_stands_in_it() -> None:
    found = read("Senzor d.o.o.;Serbia;info@senzor.rs\nGreen Fields GmbH;Germany;\nIzvor d.o.o.;Croatia;a@izvor.hr\n")
    assert [(row.number, row.name, row.country, row.email) for row in found.rows] == [
        (1, "Senzor d.o.o.", "RS", "info@senzor.rs"),
        (2, "Green Fields GmbH", "DE", None),
        (3, "Izvor d.o.o.", "HR", "a@izvor.hr"),
    ]


@pytest.mark.parametrize("headings", ["CompanyName,CompanyCountry,BoothNo", "company_name,company_country,booth_no"])
def test_headings_of_programs_are_taken_apart(headings: str) -> None:
    row = row_of(headings, "Senzor,RS,A1")
    assert (row.name, row.country, row.booth) == ("Senzor", "RS", "A1")

"""Texts of rows: quotation marks, separators, cuts and broken encodings."""

import pytest

from tests.imports.test_rows import read, row_of

OFFERS = [
    ("heat pumps; boilers", ("heat pumps", "boilers")),
    ("screw pumps", ("screw pumps",)),
    ("slabs, tiles, kerbs", ("slabs, tiles, kerbs",)),
    ("Med i propolis, organski; izvoz", ("Med i propolis, organski; izvoz",)),
    ("温室传感器；灌溉控制器", ("温室传感器", "灌溉控制器")),
    ("阀门；进出口", ("阀门; 进出口",)),
    ("1. pumps 2. valves 3. pipes", ("pumps", "valves", "pipes")),
    ("• pumps • valves", ("pumps", "valves")),
    ("pumps; pumps; Pumps", ("pumps",)),
    ("Pumps 2.5 kW, 3 bar", ("Pumps 2.5 kW, 3 bar",)),
    ("2-component glue", ("2-component glue",)),
    ("-", ()),
    ("n/a", ()),
    ("export", ()),
    ("其他", ()),
]


@pytest.mark.parametrize(("written", "offers"), OFFERS)
def test_text_is_cut_only_where_the_list_cuts_it(written: str, offers: tuple[str, ...]) -> None:
    assert row_of("Company|Country|Products", f"Sitna|Serbia|{written}").offers == offers


QUOTED = [
    ('A "Sun" d.o.o.;Serbia;pumps', 'A "Sun" d.o.o.', ("pumps",)),
    ('"Firma "Sunce" d.o.o.";Serbia;"x1 a; y2 b"', 'Firma "Sunce" d.o.o.', ("x1 a", "y2 b")),
    ('"a ""b"" c";Serbia;pumps', 'a "b" c', ("pumps",)),
    ('Monitor 15" d.o.o.;Serbia;screens', 'Monitor 15" d.o.o.', ("screens",)),
    ('Senzor;Serbia;"pumps\nvalves, pipes\n"', "Senzor", ("pumps", "valves, pipes")),
    ('"Senzor\nd.o.o.";Serbia;pumps', "Senzor d.o.o.", ("pumps",)),
]


@pytest.mark.parametrize(("line", "name", "offers"), QUOTED)
def test_quotation_marks_within_cells(line: str, name: str, offers: tuple[str, ...]) -> None:
    found = read(f"Company;Country;Products\n{line}\nLast;Serbia;\n")
    assert [row.name for row in found.rows] == [name, "Last"]
    assert found.rows[0].offers == offers
    assert found.remarks == ()


@pytest.mark.parametrize("line", ['"Open Ltd;Serbia;valves', 'Open Ltd;Serbia;"valves', 'Open Ltd;"Serbia;valves'])
def test_an_open_quotation_mark_costs_no_row_and_is_told_by_its_line(line: str) -> None:
    rest = "".join(f"Firma broj {n};Serbia;pumps\n" for n in range(30))
    found = read(f"Company;Country;Products\n{line}\n{rest}")
    assert len(found.rows) == 31
    assert found.rows[0].name == "Open Ltd"
    assert [remark.row for remark in found.remarks] == [2]


@pytest.mark.parametrize("mark", [",", ";", "\t", "|", "^"])
@pytest.mark.parametrize("head", ["", "sep={mark}\n", "\ufeffsep={mark}\r\n", "Novi Sad Fair 2026\n\n"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_separator_is_told(mark: str, head: str, end: str) -> None:
    lines = [["Company", "Country", "City"], ["Senzor", "Serbia", "Novi Sad"], ["Izvor", "Croatia", "Split"]]
    text = head.format(mark=mark) + end.join(mark.join(line) for line in lines) + end + (mark * 2 + end) * 6_000
    found = read(text)
    assert [(row.name, row.country, row.city) for row in found.rows] == [
        ("Senzor", "RS", "Novi Sad"),
        ("Izvor", "HR", "Split"),
    ]


@pytest.mark.parametrize("length", [200_000, 1_500_000])
def test_a_very_long_field_is_no_error(length: int) -> None:
    found = read(f"Company,Country,Description\nSenzor,Serbia,{'a ' * (length // 2)}\n")
    assert [row.name for row in found.rows] == ["Senzor"]


@pytest.mark.parametrize("name", ["Šumska Čarolija", "Жито д.о.о.", "Müller Söhne", "杭州青禾农机"])
def test_text_that_was_encoded_twice_is_repaired_and_told(name: str) -> None:
    twice = "".join(chr(byte) if byte in _UNDEFINED else bytes([byte]).decode("cp1252") for byte in name.encode())
    found = read(f"Company;Country\n{twice};Serbia\nŽito d.o.o.;Serbia\n")
    assert [row.name for row in found.rows] == [name, "Žito d.o.o."]
    assert [remark.row for remark in found.remarks] == [2]


_UNDEFINED = {0x81, 0x8D, 0x8F, 0x90, 0x9D}
"""Bytes without a letter in Windows-1252."""


@pytest.mark.parametrize("name", ["Ângela Ltda", "Ärzte GmbH", "Åse AS", "Õli OÜ", "Ñandú S.A."])
def test_letters_that_look_like_it_stay(name: str) -> None:
    assert row_of("Company;Country", f"{name};Serbia").name == name

"""Single cells: what is a value, what was not understood, and what means nothing."""

import pytest

from bot.usecases.imports import cells


@pytest.mark.parametrize(
    ("text", "is_empty"),
    [
        ("-", True),
        ("?", True),
        ("N.A.", True),
        ("none", True),
        ("Néma ", True),
        ("нет", True),
        ("net", False),
        ("0", False),
        ("🇷🇸", False),
    ],
)
def test_placeholders_for_empty_cells(text: str, is_empty: bool) -> None:
    assert cells.is_empty_marker(text) is is_empty


@pytest.mark.parametrize(
    ("text", "values", "unread"),
    [
        ("info@a.rs", ("info@a.rs",), ()),
        ("a@b.rs; a@b.rs; c@d.rs", ("a@b.rs", "c@d.rs"), ()),
        ("a@b.rs wrong@x", ("a@b.rs",), ("wrong@x",)),
        ("x@", (), ("x@",)),
        ("wrong @ x", (), ("wrong @ x",)),  # as it was written
        ("ask at the desk", (), ("ask at the desk",)),
        ("-", (), ()),
        ("n/a", (), ()),
    ],
)
def test_addresses(text: str, values: tuple[str, ...], unread: tuple[str, ...]) -> None:
    assert cells.emails_in(text) == cells.CellValues(values=values, unread=unread)


@pytest.mark.parametrize(
    ("text", "values", "unread"),
    [
        ("a.rs", ("https://a.rs",), ()),
        ("a.rs; ", ("https://a.rs",), ()),
        ("a.rs / b.rs or a.rs", ("https://a.rs", "https://b.rs"), ()),
        ("a.rs info@b.rs words", ("https://a.rs",), ("info@b.rs", "words")),
        ("no site yet", (), ("no site yet",)),
        ("none", (), ()),
    ],
)
def test_websites(text: str, values: tuple[str, ...], unread: tuple[str, ...]) -> None:
    assert cells.websites_in(text) == cells.CellValues(values=values, unread=unread)


@pytest.mark.parametrize(
    ("lines", "values", "unread"),
    [
        (["011/123-4567; -; ring twice"], ("+381111234567",), ("ring twice",)),
        (["011/123-4567", "011 1234 567"], ("+381111234567",), ()),
        ([";", "n/a"], (), ()),
        (["ring twice"], (), ("ring twice",)),
        (["+381 21 123-456, 064/123-45-67"], ("+381641234567",), ("+381 21 123-456",)),
        (["011/2345-678, 679"], ("+381112345678", "+381112345679"), ()),
        (["011/2345678, 2345679"], ("+381112345678", "+381112345679"), ()),
        (["011 2345678 i 2345679"], ("+381112345678", "+381112345679"), ()),
        (["064 1234567, 11 2345678, viber"], ("+381641234567", "+381112345678"), ()),
    ],
)
def test_phones(lines: list[str], values: tuple[str, ...], unread: tuple[str, ...]) -> None:
    assert cells.phones_in(lines, "RS") == cells.CellValues(values=values, unread=unread)


@pytest.mark.parametrize(
    ("text", "booth"), [("Stand 12", "12"), ("Stand A", None), ("Hello 12", None), ("Stand", None)]
)
def test_a_booth_has_a_number(text: str, booth: str | None) -> None:
    assert cells.booth_in(text) == booth


@pytest.mark.parametrize(
    ("lines", "items"),
    [
        (["茶叶"], ("茶叶",)),
        (["a"], ()),
        (["pumps", "n/a", "#REF!", "-"], ("pumps",)),
        (["pumps; export"], ("pumps; export",)),
        (["pumps", "export"], ("pumps",)),
        (["pumps", "export; valves"], ("pumps", "valves")),
        (["; export"], ()),
        (["export; pumps"], ("pumps",)),
        (["1. pumps"], ("1. pumps",)),
        (["1. pumps", "2. valves"], ("pumps", "valves")),
        (["1. pumps 2. valves"], ("pumps", "valves")),
        (["Pumps", "pumps"], ("Pumps",)),
        (["Pumpen, Ventile"], ("Pumpen, Ventile",)),
        (["水泵、阀门"], ("水泵、阀门",)),
        (["design, production, sales"], ("design, production, sales",)),
        (["pumps for greenhouses, valves"], ("pumps for greenhouses, valves",)),
        (["pH 6,5"], ("pH 6,5",)),
        (["We need packaging machines", "and pallets"], ("We need packaging machines and pallets",)),
        (["Pumpe", "i ventili za vodu", "Irigacija"], ("Pumpe i ventili za vodu", "Irigacija")),
        (["and pallets", "Packaging machines"], ("and pallets", "Packaging machines")),
        (["• Pumpe • i ventili za vodu"], ("Pumpe", "i ventili za vodu")),
    ],
)
def test_products(lines: list[str], items: tuple[str, ...]) -> None:
    assert cells.items_in([lines]) == items


@pytest.mark.parametrize(
    ("text", "sites", "mails"),
    [
        ("see www.a.rs, or write to info@b.rs.", ("https://www.a.rs",), ("info@b.rs",)),
        ("info＠b.rs", (), ("info@b.rs",)),
        ("no data at all", (), ()),
    ],
)
def test_sites_and_addresses_in_any_text(text: str, sites: tuple[str, ...], mails: tuple[str, ...]) -> None:
    found = cells.sites_and_mails_in(text)
    assert [each.values for each in found] == [sites, mails]
    assert [each.unread for each in found] == [(), ()]

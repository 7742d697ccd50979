"""Reading the sanctions lists of governments and OpenSanctions."""

from pathlib import Path

import pytest

from bot.usecases.screening.files import UnreadableListError, read

OPEN_SANCTIONS = """"id","schema","name","aliases","birth_date","countries"
"NK-1","Person","Viktor Bout","Victor But;Виктор Бут","1967","ru"
"NK-2","Company","Severnaya Verf","","","ru"
"NK-3","Vessel","Sea Star","","","pa"
"""
EUROPEAN_UNION = """Entity_LogicalId;Entity_SubjectType;NameAlias_WholeName
13;P;Saddam Hussein Al-Tikriti
13;P;Abu Ali
20;E;Some Company
"""
UNITED_STATES = """36,"AEROCARIBBEAN AIRLINES",-0- ,"CUBA",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0-
173,"ANGLO-CARIBBEAN CO., LTD.",-0- ,"CUBA",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0-
2674,"ABBAS, Abu",individual,"SDGT",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0-
"""
UNITED_KINGDOM = """Last Updated,01/01/2026
Name 6,Name 1,Name 2,Group Type,Group ID
BOUT,Viktor,,Individual,7
"""


def names(tmp_path: Path, text: str, name: str = "list.csv") -> list[tuple[str, str, bool | None]]:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return [(one.entity, one.name, one.is_person) for one in read(path)]


def test_open_sanctions_with_aliases_and_without_ships(tmp_path: Path) -> None:
    assert names(tmp_path, OPEN_SANCTIONS) == [
        ("NK-1", "Viktor Bout", True),
        ("NK-1", "Victor But", True),
        ("NK-1", "Виктор Бут", True),
        ("NK-2", "Severnaya Verf", False),
    ]


def test_countries_and_birth_are_kept_for_who_decides(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(OPEN_SANCTIONS, encoding="utf-8")
    bout = next(read(path))
    assert (bout.countries, bout.born) == ({"RU"}, "1967")


def test_the_european_unions(tmp_path: Path) -> None:
    assert names(tmp_path, EUROPEAN_UNION) == [
        ("13", "Saddam Hussein Al-Tikriti", True),
        ("13", "Abu Ali", True),
        ("20", "Some Company", False),
    ]


def test_the_united_states_without_headings(tmp_path: Path) -> None:
    found = names(tmp_path, UNITED_STATES)
    assert ("36", "AEROCARIBBEAN AIRLINES", None) in found
    assert ("2674", "ABBAS, Abu", True) in found


def test_the_united_kingdoms_in_parts(tmp_path: Path) -> None:
    assert names(tmp_path, UNITED_KINGDOM) == [("7", "Viktor BOUT", None)]


def test_a_plain_list(tmp_path: Path) -> None:
    assert names(tmp_path, "Viktor Bout\n\nAbu Ali\n", "own.txt") == [
        ("1", "Viktor Bout", None),
        ("3", "Abu Ali", None),
    ]


@pytest.mark.parametrize("text", ["", "colour,weight\nred,3\n"])
def test_what_is_no_list_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(UnreadableListError):
        names(tmp_path, text)


TRICKY = '"id","schema","name","aliases"\r\n"1","Person","Ana\r\nKovač","{aliases}"\r\n"2","Person","Bo\u2028Li",""\r\n'


def test_line_breaks_and_long_fields_do_not_cut_rows(tmp_path: Path) -> None:
    aliases = ";".join(f"Ana Kovač {number}" for number in range(20_000))
    found = names(tmp_path, TRICKY.format(aliases=aliases))
    assert len(found) == 20_002
    assert found[0] == ("1", "Ana\r\nKovač", True)
    assert found[-1] == ("2", "Bo\u2028Li", True)


def test_a_list_in_gb_18030(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes("id,name\n1,海云达光电有限公司\n".encode("gb18030"))
    assert [one.name for one in read(path)] == ["海云达光电有限公司"]


def test_a_list_in_windows_1252(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes("id,name\n1,François Müller\n".encode("cp1252"))
    assert [one.name for one in read(path)] == ["François Müller"]


def test_an_empty_plain_list_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableListError, match="empty"):
        names(tmp_path, " \n", "own.txt")


def test_a_list_in_utf_16(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("id,name\n1,Čačak Steel\n", encoding="utf-16")
    assert [one.name for one in read(path)] == ["Čačak Steel"]


@pytest.mark.parametrize(
    "above",
    ["7,2026\n", "a,b,c,d,e,f,g,h,i,j,k,l\n"],
    ids=["a number, but too few columns", "as many columns, but no number"],
)
def test_only_twelve_columns_with_a_number_are_a_list_without_headings(tmp_path: Path, above: str) -> None:
    assert names(tmp_path, f"{above}id,name\n1,Viktor Bout\n") == [("1", "Viktor Bout", None)]


def test_vessels_and_cut_rows_are_left_out_of_a_list_without_headings(tmp_path: Path) -> None:
    vessel = '15036,"ARCA",vessel,"CUBA",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0-\n'
    found = names(tmp_path, UNITED_STATES + vessel + "15037,CUT\n\x1a\n")
    assert [entity for entity, _, _ in found] == ["36", "173", "2674"]


def test_a_cell_without_a_value_is_empty(tmp_path: Path) -> None:
    """The United States write "-0-"."""
    path = tmp_path / "list.csv"
    path.write_text("uid,name,aliases,birth_date\n-0- ,Viktor Bout,-0- ,-0-\n", encoding="utf-8")
    assert [(one.entity, one.name, one.born) for one in read(path)] == [("1", "Viktor Bout", None)]

"""Text files in the encodings in which programs of many countries save them."""

import codecs
import tomllib
from pathlib import Path

import pytest

from bot.usecases.imports.encodings import decode
from bot.usecases.imports.errors import UnreadableFileError
from bot.usecases.imports.exhibitor_list import read_list

LISTS = tomllib.loads(Path(__file__).with_name("encodings.toml").read_text("utf-8"))
CASES = [(language, encoding) for language, each in LISTS.items() for encoding in each["encodings"].split()]


@pytest.mark.parametrize(("language", "encoding"), CASES)
def test_an_encoding_is_told_by_what_the_text_says(language: str, encoding: str) -> None:
    text = LISTS[language]["text"]
    assert decode(text.encode(encoding)).text == text


SHORT = {
    "cp1250": "Đorđević i Žišić, šećer i ćuretina",
    "cp1251": "Општина Стара Пазова, Љубиша",
    "cp1252": "Müller & Söhne, Gemüsegroßhandel",
    "gb18030": "上海浦东农业科技有限公司的温室传感器",
    "utf-8": "上海浦东 Šabac Србија",
    "big5": "台北精密工業股份有限公司",
    "cp932": "株式会社さくら製作所",
    "cp949": "대한전자 주식회사",
    "koi8-r": "Московский завод приборов",
    "cp1253": "Ελληνικά Τρόφιμα",
    "cp1254": "Türkiye Şişe ve Cam",
    "cp1255": "תעשיות ירושלים",
    "cp1256": "شركة الرياض للتجارة",
    "cp1257": "Šiaulių žemės ūkis",
}


@pytest.mark.parametrize("encoding", SHORT)
def test_one_line_is_enough(encoding: str) -> None:
    assert decode(SHORT[encoding].encode(encoding)).text == SHORT[encoding]


MIXED = [
    ("utf-8", "cp1250", "Žito d.o.o.;Srbija;Žabalj"),
    ("utf-8", "cp1251", "Жито д.о.о.;Србија;Жабаљ"),
    ("utf-8", "cp1252", "Müller Söhne;Österreich;Köln"),
    ("utf-8", "gb18030", "宁波蓝桥泵业有限公司;中国;宁波"),
    ("utf-8", "cp932", "株式会社みなと精密;日本;横浜"),
    ("utf-8", "iso8859-2", "Šumadija Voće;Srbija;Šabac"),
    ("cp1250", "utf-8", "Čačanska Šljiva;Srbija;Čačak"),
    ("gb18030", "utf-8", "杭州青禾农机有限公司;中国;杭州"),
]


@pytest.mark.parametrize(("usual", "other", "odd"), MIXED)
def test_a_line_of_another_encoding_is_read_and_told(usual: str, other: str, odd: str) -> None:
    plain = "宁波海岭阀门有限公司;中国;宁波" if usual == "gb18030" else "Šećerana Đorđević;Srbija;Užice"
    lines = [line.encode(usual) for line in ["Company;Country;City", *[plain] * 8]]
    lines.insert(4, odd.encode(other))
    found = read_list(b"\n".join(lines), None)
    names = [plain.split(";", maxsplit=1)[0]] * 8
    names.insert(3, odd.split(";", maxsplit=1)[0])
    assert [row.name for row in found.rows] == names
    assert [remark.row for remark in found.remarks] == [5]


def test_one_letter_of_another_encoding_within_a_line() -> None:
    line = "Šećerana Đorđević d.o.o.; ".encode() + "Žabalj".encode("cp1250")
    assert decode(line + "\nŠabac\nUžice\n".encode()).text.startswith("Šećerana Đorđević d.o.o.; Žabalj\n")


def test_a_file_cut_within_a_letter_keeps_the_rest() -> None:
    assert decode("Žito d.o.o.\nŠećer š".encode()[:-1]).text == "Žito d.o.o.\nŠećer "


@pytest.mark.parametrize("content", [b"\x00\x00\xff\x17" * 50, bytes(range(1, 32)) * 20, b"\x00\xd8\x00\xd8" * 30])
def test_binary_files_are_refused(content: bytes) -> None:
    with pytest.raises(UnreadableFileError):
        decode(content)


TABLE = "Company;Country\nŽito d.o.o.;Србија\n杭州青禾农机;中国\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8-sig", "utf-16", "utf-32", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"]
)
def test_wide_letters_are_read_with_and_without_a_mark(encoding: str) -> None:
    assert decode(TABLE.encode(encoding)).text == TABLE


def test_the_order_of_the_bytes_with_more_usual_letters_counts() -> None:
    text = "Company;Country\n簀業;日本\n"  # with its bytes in the other order, the first letter is a separator
    assert decode(text.encode("utf-16-be")).text == text


@pytest.mark.parametrize("encoding", ["cp1252", "cp1250", "cp1251"])
def test_letters_that_were_encoded_twice_are_decoded_twice(encoding: str) -> None:
    text = "Company;Country\nŽito Niš;Srbija\n"
    assert decode(text.encode().decode(encoding).encode()).text == text


@pytest.mark.parametrize("mark", [codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE])
def test_a_mark_names_the_order_of_the_bytes(mark: bytes) -> None:
    encoding = "utf-16-be" if mark is codecs.BOM_UTF16_BE else "utf-32-be"
    assert decode(mark + TABLE.encode(encoding)).text == TABLE


def test_a_file_of_one_letter_after_its_mark_is_read() -> None:
    assert decode(codecs.BOM_UTF16_LE + "A".encode("utf-16-le")).text == "A"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_wide_letters_without_a_mark_have_to_look_like_a_table(encoding: str) -> None:
    for text in ("Company", "\u0870\u0871;\u0872\u0873\u0874\u0875"):
        with pytest.raises(UnreadableFileError):
            decode(text.encode(encoding) + b"\x00" * 4)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [("株式会社さくら製作所,日本\n", "iso2022_jp"), ("주식회사 한빛센서,대한민국\n", "iso2022_kr")],
)
def test_letters_in_seven_bits_are_read(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)).text == text


@pytest.mark.parametrize(("letters", "is_text"), [(49, True), (48, False)])
def test_a_text_has_few_control_characters(letters: int, is_text: bool) -> None:
    content = b"\x01" + b"a" * letters
    if is_text:
        assert decode(content).text == content.decode()
    else:
        with pytest.raises(UnreadableFileError):
            decode(content)

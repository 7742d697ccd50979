"""Contact data: what is taken, in which form it is kept, and what is said to be wrong with the rest."""

import pytest

from bot.usecases.people.contact_checks.email import check_email
from bot.usecases.people.contact_checks.failure import CheckFailed, FailureCode, bounded
from bot.usecases.people.contact_checks.own_domain import is_own
from bot.usecases.people.contact_checks.phone import check_phone
from bot.usecases.people.contact_checks.website import MAX_WEBSITE, check_website
from bot.usecases.people.contact_checks.wechat import check_wechat

LONGEST_EMAIL = "a" * 64 + "@" + ("b" * 60 + ".") * 3 + "sen.rs"


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("Ana@Senzor.RS", "Ana@senzor.rs"),
        (" <ana@senzor.rs> ", "ana@senzor.rs"),
        ("mailto:ana+bot@senzor.co.rs", "ana+bot@senzor.co.rs"),
        ("ana＠senzor.rs", "ana@senzor.rs"),
        ("李@例子.中国", "李@例子.中国"),
        (LONGEST_EMAIL, LONGEST_EMAIL),
    ],
)
def test_email_addresses(typed, address):
    assert check_email(typed).address == address


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", FailureCode.EMPTY),
        (" \u200b ", FailureCode.EMPTY),
        ("ana", FailureCode.EMAIL_NO_AT),
        ("ana@senzor", FailureCode.EMAIL_SYNTAX),
        ("ana@@senzor.rs", FailureCode.EMAIL_SYNTAX),
        ("a na@senzor.rs", FailureCode.EMAIL_SYNTAX),
        ("ana@localhost", FailureCode.EMAIL_RESERVED),
        ("ana@printer.local", FailureCode.EMAIL_RESERVED),
        (LONGEST_EMAIL + "s", FailureCode.TOO_LONG),
        ("a" * 250 + "@senzor.rs", FailureCode.TOO_LONG),
        ("a" * 100_000, FailureCode.TOO_LONG),
    ],
)
def test_invalid_email_addresses_are_refused(typed, code):
    with pytest.raises(CheckFailed) as failed:
        check_email(typed)
    assert failed.value.code is code


@pytest.mark.parametrize(
    ("typed", "country", "e164", "display", "from_country"),
    [
        ("060 1234567", "RS", "+381601234567", "+381 60 1234567", "RS"),
        ("(021) 6123-456", "RS", "+381216123456", "+381 21 6123456", "RS"),
        ("+86 138 0013 8000", "RS", "+8613800138000", "+86 138 0013 8000", "CN"),
        ("0086 13800138000", None, "+8613800138000", "+86 138 0013 8000", "CN"),
        ("13800138000", "CN", "+8613800138000", "+86 138 0013 8000", "CN"),
        ("＋８６ 13800138000", None, "+8613800138000", "+86 138 0013 8000", "CN"),
    ],
)
def test_phone_numbers(typed, country, e164, display, from_country):
    phone = check_phone(typed, country)
    assert (phone.e164, phone.display, phone.country) == (e164, display, from_country)


@pytest.mark.parametrize(
    ("typed", "country", "code"),
    [
        ("060 1234567", None, FailureCode.PHONE_NO_COUNTRY),
        ("abc", "RS", FailureCode.PHONE_NOT_A_NUMBER),
        ("12", "RS", FailureCode.PHONE_IMPOSSIBLE),
        ("+381 60 12345678901234", "RS", FailureCode.PHONE_IMPOSSIBLE),
        ("", "RS", FailureCode.EMPTY),
        ("1" * 50, "RS", FailureCode.TOO_LONG),
    ],
)
def test_invalid_phone_numbers_are_refused(typed, country, code):
    with pytest.raises(CheckFailed) as failed:
        check_phone(typed, country)
    assert failed.value.code is code


@pytest.mark.parametrize(
    ("typed", "country", "kept"),
    [
        ("mei_li88", None, "mei_li88"),
        ("微信号：mei_li88", None, "mei_li88"),
        ("WeChat ID: Mei-Li", None, "Mei-Li"),
        ("wxid_a1b2c3d4e5f6g7", None, "wxid_a1b2c3d4e5f6g7"),
        ("13800138000", "CN", "+8613800138000"),
        ("+86 138 0013 8000", "RS", "+8613800138000"),
    ],
)
def test_wechat_ids(typed, country, kept):
    assert check_wechat(typed, country).id == kept


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", FailureCode.EMPTY),
        ("mei_l", FailureCode.WECHAT_LENGTH),
        ("m" * 21, FailureCode.WECHAT_LENGTH),
        ("1meili", FailureCode.WECHAT_FIRST),
        ("李丽的微信", FailureCode.WECHAT_FIRST),
        ("123456", FailureCode.WECHAT_FIRST),
        ("mei li 88", FailureCode.WECHAT_CHARACTERS),
        ("mei@li88", FailureCode.WECHAT_CHARACTERS),
    ],
)
def test_invalid_wechat_ids_are_refused(typed, code):
    with pytest.raises(CheckFailed) as failed:
        check_wechat(typed, "CN")
    assert failed.value.code is code


@pytest.mark.parametrize(
    ("typed", "url", "display"),
    [
        ("senzor.rs", "https://senzor.rs", "senzor.rs"),
        ("HTTP://www.Senzor.rs/", "https://www.senzor.rs", "senzor.rs"),
        ("https://senzor.rs/o-nama/?utm_source=x#top", "https://senzor.rs/o-nama", "senzor.rs/o-nama"),
        ("//senzor.rs", "https://senzor.rs", "senzor.rs"),
        ("senzor.rs:8080/a", "https://senzor.rs/a", "senzor.rs/a"),
        ("北京.中国/产品", "https://xn--1lq90i.xn--fiqs8s/%E4%BA%A7%E5%93%81", "北京.中国/产品"),
        ("сензор.срб", "https://xn--e1aerfkb.xn--90a3ac", "сензор.срб"),
        ("senzor.rs/a%0Ab", "https://senzor.rs/a%0Ab", "senzor.rs/a%0Ab"),
        ("senzor。rs", "https://senzor.rs", "senzor.rs"),
        ("senzor.rs/" + "a" * 282, "https://senzor.rs/" + "a" * 282, "senzor.rs/" + "a" * 282),
    ],
)
def test_websites(typed, url, display):
    website = check_website(typed)
    assert website.display == display
    assert website.url.isascii()
    assert website.url == url


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", FailureCode.EMPTY),
        ("senzor", FailureCode.WEBSITE_SYNTAX),
        ("a b.rs", FailureCode.WEBSITE_SYNTAX),
        ("senzor.rs/a b", FailureCode.WEBSITE_SYNTAX),
        ("senzor.rs:abc", FailureCode.WEBSITE_SYNTAX),
        ("https://", FailureCode.WEBSITE_SYNTAX),
        ("a..rs", FailureCode.WEBSITE_SYNTAX),
        ("http://senzor.rs:99999", FailureCode.WEBSITE_SYNTAX),
        ("http://[senzor.rs", FailureCode.WEBSITE_SYNTAX),
        ('senzor.rs/"><script>', FailureCode.WEBSITE_SYNTAX),
        ("ftp://senzor.rs", FailureCode.WEBSITE_SCHEME),
        ("javascript:alert(1)", FailureCode.WEBSITE_SCHEME),
        ("mailto:ana@senzor.rs", FailureCode.WEBSITE_SCHEME),
        ("https://ana:secret@senzor.rs", FailureCode.WEBSITE_CREDENTIALS),
        ("https://bank.rs@evil.rs", FailureCode.WEBSITE_CREDENTIALS),
        ("ｌｏｃａｌｈｏｓｔ", FailureCode.WEBSITE_NOT_PUBLIC),
        ("localhost", FailureCode.WEBSITE_NOT_PUBLIC),
        ("printer.local", FailureCode.WEBSITE_NOT_PUBLIC),
        ("127.0.0.1", FailureCode.WEBSITE_NOT_PUBLIC),
        ("１２７.０.０.１", FailureCode.WEBSITE_NOT_PUBLIC),
        ("http://2130706433", FailureCode.WEBSITE_NOT_PUBLIC),
        ("http://0x7f.1", FailureCode.WEBSITE_NOT_PUBLIC),
        ("http://[::1]/", FailureCode.WEBSITE_NOT_PUBLIC),
        ("senzor.rs/" + "a" * 283, FailureCode.TOO_LONG),
        ("senzor.rs/" + "a" * MAX_WEBSITE, FailureCode.TOO_LONG),
        ("senzor.rs/" + "产" * 200, FailureCode.TOO_LONG),
    ],
)
def test_invalid_websites_are_refused(typed, code):
    with pytest.raises(CheckFailed) as failed:
        check_website(typed)
    assert failed.value.code is code


@pytest.mark.parametrize(
    ("address", "website", "own"),
    [
        ("ana@senzor.rs", "https://senzor.rs", True),
        ("ana@senzor.rs", "https://www.senzor.rs/o-nama", True),
        ("ana@mail.senzor.rs", "https://senzor.rs", True),
        ("ana@senzor.rs", "https://shop.senzor.rs", True),
        ("ana@notsenzor.rs", "https://senzor.rs", False),
        ("ana@senzor.rs", "https://notsenzor.rs", False),
        ("ana@rs", "https://senzor.rs", False),
        ("ana@senzor.rs", "https://rs", False),
        ("ana@rs", "https://rs", False),
        ("ana", "https://senzor.rs", False),
        ("ana@", "https://senzor.rs", False),
        ("ana@senzor.rs", "", False),
        ("ana@senzor.rs", None, False),
    ],
)
def test_an_address_at_ones_own_domain(address: str, website: str | None, own: bool) -> None:
    assert is_own(address, website) is own


def test_a_text_is_bounded_after_white_space_was_cut() -> None:
    assert bounded(" abcde\n", 5) == "abcde"
    with pytest.raises(CheckFailed):
        bounded("abcdef", 5)


def test_a_failure_never_carries_the_data():
    with pytest.raises(CheckFailed) as failed:
        check_email("ana at senzor")
    assert str(failed.value) == "email_no_at"


def test_a_slash_in_a_phone_number_separates_its_area_code():
    assert check_phone("011/1000-123", "RS").e164 == "+381111000123"


def test_two_phone_numbers_are_not_taken_for_one():
    with pytest.raises(CheckFailed):
        check_phone("064/000-0123, 065/000-0124", "RS")

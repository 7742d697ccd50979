"""Which addresses can get a code, and why others cannot."""

import pytest

from bot.errors import DomainError
from bot.usecases.verification import mail_codes
from bot.usecases.verification.mail_codes import FreeMailError, NoAddressError, NoWebsiteError, OtherDomainError


@pytest.mark.parametrize(
    "address",
    ["ana@senzor.rs", "Ana.Anic@SENZOR.RS", "office@mail.senzor.rs", "<ana@senzor.rs>", "mailto:ana@senzor.rs"],
)
def test_addresses_at_its_own_domain(address: str) -> None:
    assert mail_codes.checked_address(address, "https://www.senzor.rs").lower().endswith("senzor.rs")


def test_a_shop_below_the_domain_and_a_domain_in_chinese() -> None:
    assert mail_codes.checked_address("ana@senzor.rs", "https://shop.senzor.rs/x") == "ana@senzor.rs"
    assert mail_codes.checked_address("wang@公司.中国", "https://xn--55qx5d.xn--fiqs8s") == "wang@xn--55qx5d.xn--fiqs8s"


@pytest.mark.parametrize(
    ("address", "website", "why"),
    [
        ("ana@gmail.com", "https://senzor.rs", FreeMailError),
        ("mei@qq.com", "https://pudong.cn", FreeMailError),
        ("ana@gmail.com", "https://gmail.com", FreeMailError),
        ("ana@notsenzor.rs", "https://senzor.rs", OtherDomainError),
        ("ana@senzor.rs.evil.com", "https://senzor.rs", OtherDomainError),
        ("ana@rs", "https://senzor.rs", NoAddressError),
        ("ana", "https://senzor.rs", NoAddressError),
        ("", "https://senzor.rs", NoAddressError),
        ("ana@senzor.rs\r\nBcc: all@example.org", "https://senzor.rs", NoAddressError),
        ("ana@senzor.rs, bob@senzor.rs", "https://senzor.rs", NoAddressError),
        ("аna@senzor.rs", "https://senzor.rs", NoAddressError),
        ("王@公司.中国", "https://xn--55qx5d.xn--fiqs8s", NoAddressError),
        ("ana@senzor.rs", None, NoWebsiteError),
        ("ana@senzor.rs", "", NoWebsiteError),
    ],
)
def test_addresses_that_show_nothing(address: str, website: str | None, why: type[DomainError]) -> None:
    with pytest.raises(why):
        mail_codes.checked_address(address, website)

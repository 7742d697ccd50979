"""The vCard file of a contact card."""

import vobject

from bot.usecases.introductions import ContactCard, ContactPerson, to_vcard
from storage.vocabulary import ChannelKind, CompanyKind, Language, Relation

CARD = ContactCard(
    company_name="Senzor, Žir; d.o.o.",
    company_kind=CompanyKind.COMPANY,
    country="RS",
    city="Novi Sad",
    website="https://senzor.example.rs",
    size=None,
    about=None,
    person=ContactPerson(
        name="李 梅",
        role="Direktorka",
        relation=Relation.REPRESENTATIVE,
        language=Language.ZH,
        channels=(
            (ChannelKind.EMAIL, "ana@senzor.example.rs"),
            (ChannelKind.PHONE, "+381641234567"),
            (ChannelKind.WECHAT, "ana-wx"),
            (ChannelKind.TELEGRAM, "@ana_anic"),
        ),
        username="ana_anic",
    ),
)


def test_a_parsed_vcard_has_all_values() -> None:
    data = to_vcard(CARD)
    read = vobject.readOne(data.decode())
    assert read.fn.value == "李 梅"
    assert read.org.value == ["Senzor, Žir; d.o.o."]
    assert read.email.value == "ana@senzor.example.rs"
    assert read.tel.value == "+381641234567"
    assert read.title.value == "Direktorka"
    assert read.contents["x-wechat"][0].value == "ana-wx"
    assert [url.value for url in read.contents["url"]] == ["https://senzor.example.rs", "https://t.me/ana_anic"]
    assert data.startswith(b"BEGIN:VCARD\r\nVERSION:3.0\r\n")


def test_a_vcard_can_contain_a_company_only() -> None:
    alone = ContactCard(
        company_name="Senzor",
        company_kind=CompanyKind.COMPANY,
        country="RS",
        city=None,
        website=None,
        size=None,
        about=None,
        person=None,
    )
    assert vobject.readOne(to_vcard(alone).decode()).fn.value == "Senzor"

"""Converts a contact card to a vCard 3.0 file (RFC 2426), which all address books can read."""

from typing import TYPE_CHECKING, Final

from bot.usecases.introductions.contact import ContactCard
from storage.vocabulary import ChannelKind

if TYPE_CHECKING:
    import vobject

FIELDS: Final = {ChannelKind.EMAIL: "email", ChannelKind.PHONE: "tel"}


def to_vcard(card: ContactCard) -> bytes:
    """Returns the card in UTF-8. WeChat becomes X-WECHAT and Telegram a URL, because vCard has no fields for them."""
    import vobject

    made = vobject.vCard()
    name = card.company_name if card.person is None else card.person.name
    made.add("fn").value = name
    first, _, last = name.partition(" ")
    made.add("n").value = vobject.vcard.Name(given=first, family=last)
    made.add("org").value = [card.company_name]
    made.add("adr").value = vobject.vcard.Address(city=card.city or "", country=card.country)
    if card.website:
        made.add("url").value = card.website
    if card.person is not None:
        if card.person.role:
            made.add("title").value = card.person.role
        for kind, value in card.person.channels:
            _add_channel(made, kind, value)
    if card.mail is not None:
        _add_channel(made, ChannelKind.EMAIL, card.mail)
    text: str = made.serialize()
    return text.encode()


def _add_channel(made: "vobject.base.Component", kind: ChannelKind, value: str) -> None:
    if kind in FIELDS:
        made.add(FIELDS[kind]).value = value
    elif kind is ChannelKind.WECHAT:
        made.add("x-wechat").value = value
    elif value:
        made.add("url").value = f"https://t.me/{value.removeprefix('@')}"

"""Whom a moderator means: a forwarded message, a contact, a number, a @username, or roughly a name."""

import html
from dataclasses import dataclass
from typing import Any

from telegram import Message, MessageOriginUser, Update

from bot.usecases.moderation import roles
from bot.usecases.moderation.finding import SOMEBODY, Found, FoundKind, find
from handlers.forms.form import (
    Accept,
    Asking,
    Choice,
    Data,
    Field,
    Outcome,
    Question,
    Redraw,
    Refuse,
)
from handlers.forms.user_input import Act, Given, Pressed, SharedContact, Text
from storage.ids import CompanyId, PersonId
from storage.people import companies, people
from storage.vocabulary import Role

_FOUND = "_found"


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetField(Field):
    """Keeps `p<number>` or `c<number>`, and beside it the name for show."""

    key: str
    label: str
    question: str
    kinds: tuple[FoundKind, ...] = SOMEBODY
    role: Role = Role.MODERATOR
    optional: bool = False
    hidden: bool = False

    async def ask(self, asking: Asking) -> Question:
        choices = tuple((Choice(label, Act.CHOOSE, value),) for value, label in asking.data.get(_FOUND) or ())
        return Question(text=asking.t(self.question), choices=choices)

    async def read(self, given: Given, asking: Asking) -> Outcome:
        t = asking.t
        admins = asking.services.settings.admins
        if not await roles.has(asking.session, asking.caller.id, self.role, admins=admins):
            return Refuse(t("You cannot do that, or no longer."))
        sender = _sender_in(given)
        if sender is not None:
            return await self._accept(asking, f"p{sender}")
        offered = {value for value, _ in asking.data.get(_FOUND) or ()}
        if isinstance(given, Pressed) and given.act is Act.CHOOSE and given.value in offered:
            return await self._accept(asking, given.value)
        if isinstance(given, SharedContact):
            return Refuse(t("Telegram does not say who this is. Forward a message of theirs, or type a name."))
        if isinstance(given, Text):
            return await self._search(asking, given.text)
        return Refuse(t("Forward a message of theirs, send their contact, or type a name, a @username or a number."))

    async def _search(self, asking: Asking, words: str) -> Outcome:
        found = await find(asking.session, words, self.kinds)
        if len(found) == 1 and found[0].certain:
            return await self._accept(asking, value_of(found[0]))
        if not found:
            return Refuse(asking.t("Nobody found for “{text}”.", text=html.escape(words[:40])))
        return Redraw({_FOUND: [[value_of(one), label_of(one)] for one in found]})

    async def _accept(self, asking: Asking, value: str) -> Outcome:
        return Accept(await chosen(asking, self.key, value))

    def shown(self, asking: Asking) -> str:
        return str(asking.data.get(name_key(self.key)) or asking.data.get(self.key) or "")


def name_key(key: str) -> str:
    return f"_{key}_name"


async def chosen(asking: Asking, key: str, value: str) -> Data:
    """The answer with its name; a number that nobody has is its own name."""
    kind, number = value[0], int(value[1:])
    if kind == FoundKind.COMPANY:
        company = await companies.find(asking.session, CompanyId(number))
        name = company.name if company else value
    else:
        person = await people.find(asking.session, PersonId(number))
        name = person.name if person else str(number)
    return {key: value, name_key(key): name, _FOUND: None}


def value_of(found: Found) -> str:
    return f"{found.kind}{found.number}"


def label_of(found: Found) -> str:
    sign = {FoundKind.PERSON: "👤", FoundKind.COMPANY: "🏢", FoundKind.LISTING: "📄"}[found.kind]
    return f"{sign} {found.label[:40]}"


def person_in(data: Data, key: str) -> PersonId | None:
    value = str(data.get(key) or "")
    return PersonId(int(value[1:])) if value.startswith(FoundKind.PERSON) else None


def company_in(data: Data, key: str) -> CompanyId | None:
    value = str(data.get(key) or "")
    return CompanyId(int(value[1:])) if value.startswith(FoundKind.COMPANY) else None


def _sender_in(given: Given) -> int | None:
    match given:
        case Text(sender=sender):
            return sender
        case SharedContact(user_id=user_id):
            return user_id
    return None


def named_in(update: Update) -> tuple[str | None, int | None]:
    """What a command says of its target: the words after it, and who is in the message that it answers."""
    message = update.message
    if message is None:
        return None, None
    words = (message.text or "").partition(" ")[2].strip() or None
    replied = message.reply_to_message
    return words, None if replied is None else _person_of(replied)


def _person_of(message: Message) -> int | None:
    if isinstance(message.forward_origin, MessageOriginUser):
        return message.forward_origin.sender_user.id
    return None if message.contact is None else message.contact.user_id


def as_data(**values: Any) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value is not None}

"""Finds a moderator's target by a forwarded message, a contact, a number, a @username or a similar name."""

import html
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession
from telegram import Message, MessageOriginUser, Update

from bot.i18n.translator import Translator
from bot.usecases.moderation import roles
from bot.usecases.moderation.finding import SOMEBODY, Found, FoundKind, find, find_person
from handlers.forms.context import Data, FieldContext
from handlers.forms.form import Accept, Choice, Field, Outcome, Question, Redraw, Refuse
from handlers.forms.user_input import Act, Pressed, SharedContact, Text, UserInput
from storage.ids import CompanyId, PersonId
from storage.people import companies, people
from storage.vocabulary import Role

_FOUND = "_found"


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetField(Field):
    """Stores `p<number>` or `c<number>`, and the name for the preview."""

    question: str
    kinds: tuple[FoundKind, ...] = SOMEBODY
    role: Role = Role.MODERATOR

    async def ask(self, ctx: FieldContext) -> Question:
        choices = tuple((Choice(label, Act.CHOOSE, value),) for value, label in ctx.data.get(_FOUND) or ())
        return Question(text=ctx.t(self.question), choices=choices)

    async def read(self, user_input: UserInput, ctx: FieldContext) -> Outcome:
        t = ctx.t
        async with ctx.reading() as session:
            await roles.require(session, ctx.caller.id, self.role, admins=ctx.settings.admins)
            sender = _sender_in(user_input)
            if sender is not None:
                return await self._accept(session, f"p{sender}")
            offered = {value for value, _ in ctx.data.get(_FOUND) or ()}
            if isinstance(user_input, Pressed) and user_input.act is Act.CHOOSE and user_input.value in offered:
                return await self._accept(session, user_input.value)
            if isinstance(user_input, Text):
                return await self._search(session, t, user_input.text)
        if isinstance(user_input, SharedContact):
            return Refuse(t("Telegram does not say who this is. Forward a message of theirs, or type a name."))
        return Refuse(t("Forward a message of theirs, send their contact, or type a name, a @username or a number."))

    async def _search(self, session: AsyncSession, t: Translator, words: str) -> Outcome:
        person = await find_person(session, words)
        if person is not None:
            return await self._accept(session, value_of(person))
        found = await find(session, words, self.kinds)
        return Redraw(offered(found)) if found else Refuse(nobody(t, words))

    async def _accept(self, session: AsyncSession, value: str) -> Outcome:
        return Accept(await chosen(session, self.key, value))

    def shown(self, ctx: FieldContext) -> str:
        return str(ctx.data.get(name_key(self.key)) or ctx.data.get(self.key) or "")


def name_key(key: str) -> str:
    return f"_{key}_name"


async def chosen(session: AsyncSession, key: str, value: str) -> Data:
    """Returns the answer and its name; the number stands for an unknown name."""
    kind, number = value[0], int(value[1:])
    if kind == FoundKind.COMPANY:
        company = await companies.find(session, CompanyId(number))
        name = company.name if company else value
    else:
        person = await people.find(session, PersonId(number))
        name = person.name if person else str(number)
    return {key: value, name_key(key): name, _FOUND: None}


def offered(found: Sequence[Found]) -> Data:
    """Returns what lets a person choose one of these."""
    return {_FOUND: [[value_of(one), label_of(one)] for one in found]}


def nobody(t: Translator, words: str) -> str:
    return t("Nobody found for “{text}”.", text=html.escape(words[:40]))


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


def _sender_in(user_input: UserInput) -> int | None:
    match user_input:
        case Text(sender=sender):
            return sender
        case SharedContact(user_id=user_id):
            return user_id
    return None


def command_target(update: Update) -> tuple[str | None, int | None]:
    """Returns the words after a command, and the sender of the forwarded message that it replies to."""
    message = update.message
    if message is None:
        return None, None
    words = (message.text or "").partition(" ")[2].strip() or None
    replied = message.reply_to_message
    return words, None if replied is None else _person_of(replied)


async def person_meant(session: AsyncSession, words: str | None, sender: int | None) -> int | None:
    """Returns the person that the result of `command_target` identifies."""
    if sender is not None:
        return sender
    found = await find_person(session, words or "")
    return None if found is None else found.number


def _person_of(message: Message) -> int | None:
    if isinstance(message.forward_origin, MessageOriginUser):
        return message.forward_origin.sender_user.id
    return None if message.contact is None else message.contact.user_id


def values_given(**values: Any) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value is not None}

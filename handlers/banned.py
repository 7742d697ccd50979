"""Stops banned people, who may only appeal, and read, export and delete their data."""

from typing import Final

from telegram import MessageEntity, Update

from bot.context import Caller, Services
from handlers.forms.user_input import FormPress
from handlers.moderation.buttons import APPEAL_FORM, AppealPress
from handlers.privacy.buttons import ForgetPress, PrivacyAct, PrivacyPress
from handlers.ui import sanction_views
from handlers.ui.buttons import Go, Place
from handlers.ui.screen import acknowledge, reply
from storage.ids import PersonId, SanctionId
from storage.models import Sanction
from storage.moderation import sanctions
from storage.people import companies, drafts

_COMMANDS: Final = frozenset({"/privacy", "/export", "/forgetme"})
_TO_PRIVACY: Final = Go(Place.PRIVACY).pack()


async def stops_banned(update: Update, services: Services, caller: Caller) -> bool:
    """Returns True if a banned person's update ends at the gate. Tells them about the ban once."""
    if caller.ban is None or await _allowed_while_banned(update, services, caller):
        return False
    await acknowledge(update)
    if await _tell_first(services, caller.ban):
        company = await company_name(services, caller.ban)
        can_appeal = await _can_appeal(services, caller.ban.id)
        await reply(update, sanction_views.sanctioned(caller.t, caller.ban, company, can_appeal=can_appeal))
    return True


async def _allowed_while_banned(update: Update, services: Services, caller: Caller) -> bool:
    query, message = update.callback_query, update.message
    if query is not None:
        return _press_allowed(query.data) or (
            FormPress.unpack(query.data) is not None and await _is_appealing(services, caller.id)
        )
    command = _command(update)
    if command is not None:
        return command in _COMMANDS
    return message is not None and await _is_appealing(services, caller.id)


def _press_allowed(data: str | None) -> bool:
    privacy = PrivacyPress.unpack(data)
    if privacy is not None:
        return privacy.act is not PrivacyAct.ABROAD
    return AppealPress.unpack(data) is not None or ForgetPress.unpack(data) is not None or data == _TO_PRIVACY


def _command(update: Update) -> str | None:
    """Returns the command at the beginning of a message, as python-telegram-bot parses it."""
    message = update.message
    if message is None or not message.text or not message.entities:
        return None
    first = message.entities[0]
    if first.type != MessageEntity.BOT_COMMAND or first.offset != 0:
        return None
    name, _, bot = message.text[: first.length].lower().partition("@")
    return name if not bot or bot == (message.get_bot().username or "").lower() else ""


async def _is_appealing(services: Services, person_id: PersonId) -> bool:
    """Returns True if the open dialog is the appeal. Then text and presses reach only that dialog."""
    async with services.database.reading() as session:
        draft = await drafts.active(session, person_id)
    return draft is not None and draft.form == APPEAL_FORM


async def _can_appeal(services: Services, sanction_id: SanctionId) -> bool:
    async with services.database.reading() as session:
        return await sanctions.appeal_of(session, sanction_id) is None


async def _tell_first(services: Services, ban: Sanction) -> bool:
    async with services.database.reading() as session:
        fresh = await sanctions.find(session, ban.id)
    if fresh is None or fresh.told_at is not None:
        return False
    async with services.database.writing() as session:
        return await sanctions.mark_told(session, ban.id, services.clock())


async def company_name(services: Services, sanction: Sanction) -> str:
    if sanction.company_id is None:
        return ""
    async with services.database.reading() as session:
        company = await companies.find(session, sanction.company_id)
    return "" if company is None else company.name

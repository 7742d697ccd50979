"""What somebody who is banned may do all the same: see, have and delete what is kept of them, and appeal."""

from typing import Final

from telegram import MessageEntity, Update

from bot.context import Caller, Services
from handlers.appeals.buttons import FORM_NAME, AppealPress
from handlers.buttons import Go, Place
from handlers.form.given import FormPress
from handlers.privacy.buttons import ForgetPress, PrivacyAct, PrivacyPress
from storage import drafts
from storage.ids import PersonId

_COMMANDS: Final = frozenset({"/privacy", "/export", "/forgetme"})
_TO_PRIVACY: Final = Go(Place.PRIVACY).pack()


async def is_a_right(update: Update, services: Services, caller: Caller) -> bool:
    query, message = update.callback_query, update.message
    if query is not None:
        return _presses_a_right(query.data) or (
            FormPress.unpack(query.data) is not None and await _is_appealing(services, caller.id)
        )
    command = _command(update)
    if command is not None:
        return command in _COMMANDS
    return message is not None and await _is_appealing(services, caller.id)


def _presses_a_right(data: str | None) -> bool:
    privacy = PrivacyPress.unpack(data)
    if privacy is not None:
        return privacy.act is not PrivacyAct.ABROAD
    return AppealPress.unpack(data) is not None or ForgetPress.unpack(data) is not None or data == _TO_PRIVACY


def _command(update: Update) -> str | None:
    """The command as the library reads it: what Telegram marks as one at the beginning of a message."""
    message = update.message
    if message is None or not message.text or not message.entities:
        return None
    first = message.entities[0]
    if first.type != MessageEntity.BOT_COMMAND or first.offset != 0:
        return None
    name, _, bot = message.text[: first.length].lower().partition("@")
    return name if not bot or bot == (message.get_bot().username or "").lower() else ""


async def _is_appealing(services: Services, person_id: PersonId) -> bool:
    """The appeal is the dialog that is open, so that words and presses go nowhere else."""
    async with services.database.reading() as session:
        draft = await drafts.active(session, person_id)
    return draft is not None and draft.form == FORM_NAME

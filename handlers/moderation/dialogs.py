"""The steps that open the dialogs of moderators and admins."""

from typing import Any

from telegram import Update

from bot.context import Context
from bot.errors import DomainError
from bot.usecases.moderation import queue
from handlers.forms.steps import END, Forms
from handlers.moderation import remark_form, role_form, sanction_form
from handlers.moderation.access import actor_of, admins_only, moderators_only
from handlers.moderation.buttons import ItemPress, RejectPress, SanctionPress
from handlers.moderation.finding_views import found_one
from handlers.moderation.target import as_data, chosen, named_in
from handlers.ui.screen import View, acknowledge, reply
from storage.ids import ReviewId
from storage.vocabulary import SanctionKind


class Moderating:
    def __init__(self, forms: Forms) -> None:
        self._forms = forms
        self.ban = moderators_only(self._command(SanctionKind.BAN))
        self.mute = moderators_only(self._command(SanctionKind.MUTE))
        self.warn = moderators_only(self._command(SanctionKind.WARNING))
        self.by_button = moderators_only(self._by_button)
        self.send_back = moderators_only(self._send_back)
        self.reject = moderators_only(self._reject)
        self.give_role = admins_only(self._give_role)

    def _command(self, kind: SanctionKind) -> Any:
        async def begin(update: Update, context: Context) -> str | int:
            """/ban, /mute, /warn: names the target, replies to a forwarded message, or is asked whom."""
            target = await self._target(update, context)
            return await self._forms.begin(
                update, context, sanction_form.FORM, {sanction_form.KIND: kind.value, **target}
            )

        return begin

    async def _target(self, update: Update, context: Context) -> dict[str, Any]:
        """Returns the target if the command identifies exactly one."""
        words, sender = named_in(update)
        services = context.services
        async with services.database.reading() as session:
            value = f"p{sender}" if sender is not None else await found_one(session, words)
            if value is None:
                return {}
            return as_data(**await chosen(session, sanction_form.TARGET, value))

    async def _by_button(self, update: Update, context: Context, press: SanctionPress) -> str | int:
        await acknowledge(update)
        async with context.services.database.reading() as session:
            target = as_data(**await chosen(session, sanction_form.TARGET, f"{press.whom}{press.number}"))
        data = {sanction_form.KIND: press.kind.value, **target}
        return await self._forms.begin(update, context, sanction_form.FORM, data)

    async def _send_back(self, update: Update, context: Context, press: ItemPress) -> str | int:
        return await self._remark(update, context, press.item, press.revision)

    async def _reject(self, update: Update, context: Context, press: RejectPress) -> str | int:
        return await self._remark(update, context, press.item, press.revision, rejects=True)

    async def _remark(
        self, update: Update, context: Context, item_id: ReviewId, revision: int, *, rejects: bool = False
    ) -> str | int:
        """Holds the item for this moderator while they write."""
        await acknowledge(update)
        try:
            async with context.services.database.writing() as session:
                await queue.hold(session, actor_of(context), item_id, context.services.clock())
        except DomainError as error:
            await reply(update, View(text=context.t(error.message, **error.values)))
            return END
        data: dict[str, Any] = {remark_form.ITEM: item_id, remark_form.REVISION: revision}
        return await self._forms.begin(
            update, context, remark_form.FORM, data | ({remark_form.REJECTS: True} if rejects else {})
        )

    async def _give_role(self, update: Update, context: Context) -> str | int:
        await acknowledge(update)
        return await self._forms.begin(update, context, role_form.FORM, {})

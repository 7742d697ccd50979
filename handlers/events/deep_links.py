"""Handles deep links: join an event, show a booth or listing, claim a role or company."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial

from telegram import Update

from bot.context import Context
from bot.errors import DomainError
from bot.usecases.events import booths, joining, look, setup
from bot.usecases.events.codes import EVENT
from bot.usecases.moderation import roles
from handlers.events import participant_views, scan_views, views
from handlers.moderation.role_steps import role_granted
from handlers.ui import navigation
from handlers.ui.notes import error_text
from handlers.ui.screen import reply
from handlers.ui.view import View
from handlers.ui.welcome_views import refused
from storage.listings import origins
from storage.people import companies
from storage.vocabulary import JoinedBy, LinkKind

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkResult:
    """The result of a deep link.

    `home`: the usual answer to /start follows. `place`: the target of the link, as HTML for a newcomer's greeting.
    """

    home: bool
    place: str = ""


async def follow_link(update: Update, context: Context) -> LinkResult:
    """Follows a known start parameter in its own transaction."""
    kind, _, code = (context.args[0] if context.args else "").partition("_")
    act = _ACTS.get(kind) if code else None
    if act is None:
        return LinkResult(home=True)
    if not context.caller.consented and kind in _SHOWN_FIRST:
        return LinkResult(home=True, place=await _place(context, kind, code))
    try:
        view = await act(context, code)
    except DomainError as error:
        view = refused(context.caller, error)
        return await _answered(update, context, view, home=not context.caller.consented)
    return await _answered(update, context, view, home=kind != LinkKind.CLAIM and not context.caller.consented)


async def _answered(update: Update, context: Context, view: View, *, home: bool) -> LinkResult:
    context.services.outbox.wake()
    await reply(update, view)
    return LinkResult(home=home)


async def held_place(context: Context) -> str:
    """Returns the event or booth of the link that a newcomer has followed, as HTML; "" without one."""
    services, caller = context.services, context.caller
    kind, _, code = services.first_messages.link(caller.id, services.clock()).partition("_")
    return await _place(context, kind, code) if code else ""


async def join_after_consent(context: Context) -> None:
    """Joins the event of the link that a newcomer followed, after they agreed to the privacy text."""
    services, caller = context.services, context.caller
    kind, _, code = services.first_messages.take_link(caller.id, services.clock()).partition("_")
    if not code:
        return
    try:
        async with services.database.writing() as session:
            if kind == EVENT:
                await joining.join(session, caller.id, code, JoinedBy.LINK, services.clock())
            else:
                await joining.scan(session, caller.id, code, services.clock())
    except DomainError:
        log.info("the event of a link ended before the person agreed to the privacy text")


async def _place(context: Context, kind: str, code: str) -> str:
    """Returns the event or booth as HTML, and keeps the code in memory. Newcomers join only after they agree."""
    services, caller = context.services, context.caller
    now = services.clock()
    try:
        async with services.database.reading() as session:
            if kind == EVENT:
                event = await joining.event_of_code(session, code, now)
                text = participant_views.arriving(caller.t, event, (await look.of_event(session, event.id)).sponsor)
            else:
                text = (await scan_views.scanned(session, caller, await joining.scanned_code(session, code), now)).text
    except DomainError as error:
        return error_text(caller.t, error)
    services.first_messages.hold_link(caller.id, f"{kind}_{code}", now)
    return text


async def join(context: Context, code: str, how: JoinedBy) -> View:
    async with context.services.database.writing() as session:
        joined = await joining.join(session, context.caller.id, code, how, context.services.clock())
        sponsor = (await look.of_event(session, joined.event.id)).sponsor
    registered = context.caller.registered
    return participant_views.joined(context.t, joined.event, new=joined.new, registered=registered, sponsor=sponsor)


async def _scan(context: Context, code: str) -> View:
    """Shows a booth or a listing without the company's name. A code that shows nothing makes nobody a participant."""
    services, caller, now = context.services, context.caller, context.services.clock()
    async with services.database.reading() as session:  # masking a text takes a thread
        view = await scan_views.scanned(session, caller, await joining.scanned_code(session, code), now)
    async with services.database.writing() as session:
        await joining.scan(session, caller.id, code, now)
    return view


async def _role(context: Context, code: str) -> View:
    async with context.services.database.writing() as session:
        admins, now = context.services.settings.admins, context.services.clock()
        role = await roles.open_link(session, context.caller.id, code, admins=admins, now=now)
    await navigation.update_menu(context)
    return role_granted(context.t, role)


async def _team(context: Context, code: str) -> View:
    services = context.services
    async with services.database.writing() as session:
        event_id = await setup.accept_invitation(
            session, context.caller.id, code, admins=services.settings.admins, now=services.clock()
        )
        view = await views.event_page(session, context.t, context.actor, event_id)
    await navigation.update_menu(context)
    return view


async def _claim(context: Context, code: str) -> View:
    async with context.services.database.writing() as session:
        company_id = await booths.claim(session, context.caller.id, code, context.services.clock())
        company = await companies.find(session, company_id)
        drafts = await origins.drafts_of_company(session, company_id)
    name = "" if company is None else company.name
    return scan_views.claimed(context.t, name, company_id, drafts, consented=context.caller.consented)


_SHOWN_FIRST = frozenset({EVENT, LinkKind.BOOTH, LinkKind.LISTING})
"""Links that make a person a participant, so newcomers follow them only after they agree."""
_ACTS: dict[str, Callable[[Context, str], Awaitable[View]]] = {
    EVENT: partial(join, how=JoinedBy.LINK),
    LinkKind.BOOTH: _scan,
    LinkKind.LISTING: _scan,
    LinkKind.ROLE: _role,
    LinkKind.TEAM: _team,
    LinkKind.CLAIM: _claim,
}

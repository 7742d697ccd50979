"""Notices to organizers: about imports in the background, withdrawn rows, drafts, and matches of held companies."""

import dataclasses
from datetime import date, timedelta

from bot.errors import DomainError
from bot.usecases.imports import drafts
from bot.usecases.moderation.roles import Actor
from handlers.imports import draft_views, result_views
from handlers.ui.notice import NoticeContext, Renderer
from handlers.ui.view import View
from storage import imports
from storage.ids import EventId, ImportId
from storage.listings import origins
from storage.suggestions import open_suggestions
from storage.vocabulary import Topic


async def _ended(ctx: NoticeContext) -> View | None:
    """Returns None if the import was undone meanwhile."""
    session, t = ctx.session, ctx.t
    found = await imports.find(session, ImportId(ctx.payload["import_id"]))
    if found is None or found.undone_at is not None:
        return None
    counts = await imports.outcomes(session, found.id)
    stored, rows = sum(counts.values()), found.row_count or 0
    listings = await imports.listing_count(session, found.id)
    drafts = (await origins.draft_state(session, found.event_id)).drafts
    until = found.created_at + timedelta(days=ctx.services.settings.keep_imports_days)
    view = result_views.imported(t, found, counts, listings, drafts=drafts, until=until)
    if stored >= rows:
        return view
    return dataclasses.replace(view, text=f"{result_views.stopped(t, found.file_name, stored, rows)}\n\n{view.text}")


async def _row_withdrawn(ctx: NoticeContext) -> View | None:
    number, line = ctx.payload["import_id"], ctx.payload["row"]
    found = None if number is None else await imports.find(ctx.session, ImportId(number))
    return result_views.row_withdrawn(ctx.t, None if found is None else found.file_name, line)


async def _held_suggestions(ctx: NoticeContext) -> View | None:
    """Shows the matches of the companies that the organizer holds, by company. Returns None if there are none left."""
    found = await open_suggestions.counts_of_held(ctx.session, ctx.person_id, ctx.now, result_views.HELD_SHOWN)
    return result_views.held_matches(ctx.t, found) if found else None


async def _drafts_ending(ctx: NoticeContext) -> View | None:
    """Returns None if no draft is left, or the person no longer runs the event."""
    actor = Actor(id=ctx.person_id, admins=())
    try:
        found = await drafts.queue(ctx.session, actor, EventId(ctx.payload["event_id"]))
    except DomainError:
        return None
    day = date.fromisoformat(ctx.payload["deleted_on"])
    return draft_views.ending(ctx.t, found, day) if found.state.drafts else None


NOTICES: dict[str, Renderer] = {
    Topic.IMPORT_ENDED: _ended,
    Topic.DRAFTS_ENDING: _drafts_ending,
    Topic.IMPORT_ROW_WITHDRAWN: _row_withdrawn,
    Topic.HELD_SUGGESTIONS: _held_suggestions,
}

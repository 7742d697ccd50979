"""Notices to organizers: an import in the background ended, a row was withdrawn, held companies have matches."""

import dataclasses
from datetime import timedelta

from handlers.imports import result_views
from handlers.ui.notice import NoticeContext, Renderer
from handlers.ui.screen import View
from storage import imports
from storage.ids import ImportId
from storage.listings import origins
from storage.suggestions import suggestions
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
    found = await suggestions.counts_of_held(ctx.session, ctx.person_id, ctx.now, result_views.HELD_SHOWN)
    return result_views.held_matches(ctx.t, found) if found else None


NOTICES: dict[str, Renderer] = {
    Topic.IMPORT_ENDED: _ended,
    Topic.IMPORT_ROW_WITHDRAWN: _row_withdrawn,
    Topic.HELD_SUGGESTIONS: _held_suggestions,
}

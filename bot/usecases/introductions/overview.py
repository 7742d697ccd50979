"""Loads introductions as one side sees them, without the other side's identity."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases.introductions.access import own_side
from bot.usecases.introductions.acting import acting_for
from bot.usecases.introductions.shown_introduction import (
    Counterpart,
    ListedIntroduction,
    ListPage,
    ShownIntroduction,
    ThreadMessage,
)
from bot.usecases.people.masked_listings import masked_text
from bot.usecases.suggestions.match_results import read_reasons
from storage.database import Database
from storage.ids import ByMail, CompanyId, IntroductionId, PersonId, Speaker
from storage.introductions import details, lists, thread
from storage.introductions.details import IntroductionRow
from storage.introductions.lists import IntroductionLine
from storage.listings import listings
from storage.models import Company, Listing, RelayedMessage
from storage.people import companies, memberships
from storage.verification import verifications
from storage.vocabulary import (
    IntroductionTab,
    Kind,
    VerificationMethod,
)


async def my_introductions(session: AsyncSession, person_id: PersonId) -> Sequence[ShownIntroduction]:
    """Returns the introductions of the person's companies: their turn first, then open ones, latest change first."""
    return [await _seen(session, one) for one in await details.of_person(session, person_id)]


async def first_page(
    database: Database, person_id: PersonId, limit: int, company_id: CompanyId | None = None
) -> ListPage:
    """Returns what waits for the person, or all introductions if nothing does; of either the first `limit`.

    `company_id`: only introductions of this own company.
    """
    found = await lists.first_page(database, person_id, limit, company_id)
    tab = IntroductionTab.MY_TURN if found.counts[IntroductionTab.MY_TURN] else IntroductionTab.ALL
    lines = [line for line in found.lines if tab is IntroductionTab.ALL or line.my_turn]
    titles: Mapping[IntroductionId, str] = {}
    if not all(line.their_title for line in lines):
        async with database.reading() as session:
            titles = await _titles_masked_now(session, lines)
    return ListPage(tab=tab, counts=found.counts, here=_listed(lines, titles), recommended=found.recommended)


async def count_introductions(
    session: AsyncSession, person_id: PersonId, company_id: CompanyId | None = None
) -> dict[IntroductionTab, int]:
    """Returns the number of introductions on every tab."""
    return await lists.count_by_tab(session, person_id, company_id)


async def list_introductions(
    session: AsyncSession,
    person_id: PersonId,
    tab: IntroductionTab,
    *,
    company_id: CompanyId | None = None,
    offset: int,
    limit: int,
) -> Sequence[ListedIntroduction]:
    """Returns a page of a tab: the person's turn first, then open ones, latest change first."""
    lines = await lists.page(session, person_id, tab, company_id=company_id, offset=offset, limit=limit)
    return _listed(lines, await _titles_masked_now(session, lines))


async def my_introduction(
    session: AsyncSession, speaker: Speaker, introduction_id: IntroductionId
) -> ShownIntroduction:
    """Returns the introduction. Raises NotYoursError."""
    own = await own_side(session, speaker, introduction_id)
    seen = await _seen(session, await details.from_side(session, introduction_id, own.side))
    return replace(
        seen,
        acting_for=await acting_for(session, speaker, own.company_id),
        my_company=await _name_if_several(session, speaker, own.company_id),
    )


async def _name_if_several(session: AsyncSession, speaker: Speaker, company_id: CompanyId) -> str:
    """Returns the company's name for a person who speaks for other companies too; otherwise ""."""
    mine = [] if isinstance(speaker, ByMail) else await memberships.represented_by(session, speaker)
    return next((one.name for one in mine if one.id == company_id), "") if len(mine) > 1 else ""


async def my_thread(
    session: AsyncSession, speaker: Speaker, introduction_id: IntroductionId
) -> Sequence[ThreadMessage]:
    """Returns the messages of the introduction. Raises NotYoursError."""
    own = await own_side(session, speaker, introduction_id)
    return [_line(message, own.side) for message in await thread.of_introduction(session, introduction_id)]


def _line(message: RelayedMessage, side: Kind) -> ThreadMessage:
    mine = message.side is side
    return ThreadMessage(
        id=message.id,
        mine=mine,
        text=message.text if mine else message.relayed,
        language=message.language,
        found=message.found,
        file_kind=message.file_kind,
        file_id=message.file_id,
        at=message.created_at,
    )


def _listed(lines: Sequence[IntroductionLine], titles: Mapping[IntroductionId, str]) -> list[ListedIntroduction]:
    """`titles`: those of listings whose text still waits for being masked."""
    return [
        ListedIntroduction(
            id=line.id,
            mine_proposed=line.mine_proposed,
            status=line.status,
            title=line.their_title or titles.get(line.id) or line.my_title or "",
            profile_type=line.their_profile_type,
            counterpart=None
            if line.their_country is None or line.their_kind is None
            else Counterpart(
                country=line.their_country,
                kind=line.their_kind,
                size=line.their_size,
                verified=line.their_verifications,
            ),
            my_company_id=line.my_company_id,
            later_until=line.later_until,
            held_for_dual_use=line.held_for_dual_use,
            moved_at=line.moved_at,
            expires_at=line.expires_at,
        )
        for line in lines
    ]


async def _titles_masked_now(session: AsyncSession, lines: Sequence[IntroductionLine]) -> dict[IntroductionId, str]:
    """Masks the titles of the other listings whose text still waits for being masked."""
    titles = {}
    for line in lines:
        if not line.their_title and line.their_listing_id is not None:
            titles[line.id], _ = await shown(session, await listings.find(session, line.their_listing_id))
    return titles


async def _seen(session: AsyncSession, found: IntroductionRow) -> ShownIntroduction:
    introduction, side, company = found.introduction, found.side, found.their_company
    mine_proposed = introduction.proposer_side is side
    mine, theirs = (found.need, found.offer) if side is Kind.NEED else (found.offer, found.need)
    title, summary = await shown(session, theirs)
    reasons, mismatches = read_reasons(introduction.reasons, side)
    idea, event = found.recommendation, found.event
    return ShownIntroduction(
        id=introduction.id,
        side=side,
        mine_proposed=mine_proposed,
        status=introduction.status,
        my_turn=introduction.turn is side,
        mine=mine,
        theirs=theirs,
        title=title,
        summary=summary,
        theirs_edited=theirs is not None and theirs.revision != introduction.revision_of(side.counterpart),
        counterpart=None
        if company is None
        else _counterpart(company, found.their_verifications, represented=found.their_represented),
        score=introduction.score,
        reasons=reasons,
        mismatches=mismatches,
        pitch=introduction.pitch if mine_proposed else introduction.pitch_relayed,
        pitch_language=introduction.pitch_language,
        decline_reason=introduction.decline_reason,
        created_at=introduction.created_at,
        moved_at=introduction.moved_at,
        later_until=introduction.later_until,
        expires_at=introduction.expires_at if introduction.status.is_open else None,
        recommended_at=None if event is None else event.names,
        recommended_with=None if idea is None else idea.word_relayed,
        held_for_dual_use=introduction.status.is_open and found.held_for_dual_use,
    )


async def shown(session: AsyncSession, theirs: Listing | None) -> tuple[str, str]:
    """Returns title and summary of the other side's listing, masked."""
    if theirs is None:
        return "", ""
    return await masked_text(session, theirs)


async def counterpart_of(session: AsyncSession, company_id: CompanyId | None) -> Counterpart | None:
    """Describes a company without its name; None for a deleted one."""
    company = None if company_id is None else await companies.find(session, company_id)
    if company is None:
        return None
    return _counterpart(company, await verifications.methods_of(session, company.id))


def _counterpart(
    company: Company, verified: tuple[VerificationMethod, ...], *, represented: bool = False
) -> Counterpart:
    return Counterpart(
        country=company.country, kind=company.kind, size=company.size, verified=verified, represented=represented
    )

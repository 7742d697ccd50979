"""People's texts that look like HTML reach moderators as they were typed, in every view of moderation.

Telegram refuses a message that is not escaped, and a link in one could pretend to be ours.
"""

import html
import re
from dataclasses import dataclass
from typing import Any, Final

import pytest
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.i18n.translator import translator_for
from bot.usecases.moderation import appeals, audit, sanctions
from bot.usecases.moderation.finding import Found, FoundKind
from bot.usecases.moderation.flags import Flag, RaisedFlag
from bot.usecases.moderation.roles import Holder
from bot.usecases.moderation.safety import report
from handlers.moderation import audit_views, finding_views, labels, person_views, review_views, role_steps
from handlers.moderation.countries import views as country_views
from handlers.ui.view import View
from storage.ids import PersonId
from storage.introductions import thread
from storage.models import BlockedCountryPair, Listing, Person, ReviewItem
from storage.moderation import audit as log
from storage.moderation import reviews
from storage.screening import hits, lists
from storage.vocabulary import (
    AuditAction,
    AuditObject,
    Kind,
    Language,
    ListingStatus,
    ReportObject,
    ReportReason,
    ReviewKind,
    Role,
    SanctionKind,
)
from tests.chat import Chat
from tests.factories import NOW, open_review
from tests.introductions.story import Human, Story
from tests.moderation.moderators import admin
from tests.moderation.office import Office, order

EN: Final = translator_for(Language.EN)
BOSNIA: Final = "Bosnia & Herzegovina"
"""The one text with such a letter that nobody typed."""


@dataclass(kw_only=True)
class Scene:
    """Eve, whose every text is the name of its field as a tag, and what moderators decide about her."""

    session: AsyncSession
    office: Office
    eve: Human
    bo: Human
    introduction: Any

    async def item(self, kind: ReviewKind, number: int) -> View:
        await reviews.put(self.session, kind, number, NOW)
        found = await open_review(self.session, kind, number)
        assert isinstance(found, ReviewItem)
        view = await review_views.item(self.session, EN, found, "")
        assert view is not None
        return view

    async def reported(self, kind: ReportObject, number: int, by: Human) -> View:
        fraud = ReportReason.FRAUD
        await report(self.session, by.person_id, kind, number, reason=fraud, note="<note>", now=NOW)
        return await self.item(ReviewKind(f"report_{kind.value}"), number)

    async def message(self) -> View:
        eve, side = self.eve.person_id, Kind.OFFER
        said = {"text": "<message>", "relayed": "<message>", "found": frozenset(), "language": "en"}
        one = await thread.add(self.session, self.introduction, side=side, author_id=eve, now=NOW, **said)
        return await self.reported(ReportObject.MESSAGE, one.id, self.bo)

    async def appeal(self) -> View:
        """Her second one, against the ban of the company."""
        mira, words = self.office.actor(self.office.moderator), "<words>"
        ban = order(SanctionKind.BAN, company_id=self.eve.company_id, note="<reason>")
        done = await sanctions.impose(self.session, mira, ban, NOW)
        made = await appeals.make(self.session, self.eve.person_id, done.sanction_id, words, NOW)
        return await self.item(ReviewKind.APPEAL, made)

    async def hit(self) -> View:
        listed = lists.ListedName(entity="<entity>", name="<listed>", countries=frozenset({"BA"}), born="<born>")
        await lists.replace_list(self.session, "<list>", [listed], NOW)
        values = {"list_name": "<list>", "entity": "<entity>", "listed_name": "<listed>", "score": 90}
        number = await hits.add_hit(self.session, NOW, company_id=self.eve.company_id, person_id=None, **values)
        assert number is not None
        return await self.item(ReviewKind.SCREENING, number)

    async def entry(self) -> View:
        entry = await audit.record(
            self.session,
            self.eve.person_id,
            AuditAction.LIST_LOAD,
            AuditObject.COMPANY,
            self.eve.company_id,
            now=NOW,
            person_id=self.bo.person_id,
            reason="<reason>",
            after={"list": "<list>", "entity": "1", "score": 90},
        )
        found = await log.find(self.session, entry)
        assert found is not None
        return View(text=await audit_views.line(self.session, EN, found))


COMPANY: Final[dict[str, Any]] = {"city": "<city>", "website": "<website>", "about": "<about>"}
LISTING: Final = {
    "title": "<title>",
    "summary": "<summary> is shown by <telegram.example>",
    "status": ListingStatus.REVIEW,
}
VIEWS: dict[str, tuple[Any, list[str]]] = {
    "listing": (
        lambda s: s.item(ReviewKind.LISTING, s.eve.listing_id),
        ["<title>", "<summary>", "<company>", BOSNIA, "<telegram.example>"],
    ),
    "verification": (
        lambda s: s.item(ReviewKind.VERIFICATION, s.eve.company_id),
        ["<company>", BOSNIA, "<city>", "<website>", "<about>"],
    ),
    "reported listing": (
        lambda s: s.reported(ReportObject.LISTING, s.eve.listing_id, s.bo),
        ["<title>", "<summary>", "<note>", "<bo>"],
    ),
    "reported proposal": (
        lambda s: s.reported(ReportObject.INTRODUCTION, s.introduction, s.bo),
        ["<title>", "<pitch>", "<note>", "<bo>"],
    ),
    "reported message": (lambda s: s.message(), ["<message>", "<note>", "<bo>"]),
    "appeal": (lambda s: s.appeal(), ["<eve>", "<company>", "<reason>", "<words>", "<mira>"]),
    "hit": (lambda s: s.hit(), ["<company>", "<list>", "<listed>", "<entity>", "<born>", BOSNIA]),
    "dual use": (
        lambda s: s.item(ReviewKind.DUAL_USE, s.introduction),
        ["<company>", "<title>", "<summary>", BOSNIA],
    ),
    "entry of the log": (lambda s: s.entry(), ["<eve>", "<bo>", "<company>", "<reason>", "<list>"]),
    "person": (
        lambda s: person_views.person_card(s.session, EN, s.eve.person_id, NOW, admins=frozenset()),
        ["<eve>", "<username>"],
    ),
    "company": (
        lambda s: person_views.company_card(s.session, EN, s.eve.company_id, NOW),
        ["<company>", BOSNIA, "<website>", "<about>"],
    ),
}


@pytest.mark.parametrize("name", VIEWS)
async def test_typed_texts_are_shown_as_typed(office: Office, story: Story, name: str) -> None:
    eve = await story.joins("<eve>", "<company>", "BA", Kind.OFFER, username="<username>", **COMPANY)
    bo = await story.joins("<bo>", "Bo Ltd", "GB", Kind.NEED)
    introduction = (await eve.proposes(bo, "<pitch>")).introduction_id
    build, expected = VIEWS[name]
    async with office.database.writing() as session:
        await session.execute(update(Listing).where(Listing.id == eve.listing_id).values(LISTING))
        await session.execute(update(Person).where(Person.id == office.moderator).values(name="<mira>"))
        scene = Scene(session=session, office=office, eve=eve, bo=bo, introduction=introduction)
        view: View = await build(scene)
    shown_as_typed(view.text, *expected)


def shown_as_typed(text: str, *expected: str) -> None:
    assert not re.findall(r"<(?!/?(?:b|i|code|blockquote)>)", text), text
    assert not re.findall(r"&(?!(?:amp|lt|gt|quot|#x27);)", text), text
    assert [one for one in expected if html.escape(one) not in text] == [], text


def test_words_of_searches_reasons_messages_and_roles_are_shown_as_typed() -> None:
    shown_as_typed(finding_views.found(EN, "<words>", []).text, "<words>")
    hit = Found(kind=FoundKind.PERSON, number=1, label="<eve>")
    shown_as_typed(finding_views.found(EN, "<words>", [hit]).text, "<words>")
    shown_as_typed(labels.explain_flag(EN, RaisedFlag(flag=Flag.CONTACT, evidence="<evidence>")), "<evidence>")
    shown_as_typed(review_views.conversation(EN, [("The other side", "<message>")]).text, "<message>")
    pair = BlockedCountryPair(one="BA", other="RS", at=NOW, reason="<reason>")
    shown_as_typed(country_views.blocked_pairs(EN, [pair], 0).text, "<reason>", BOSNIA)
    holder = Holder(person_id=PersonId(1), name="<eve>", role=Role.ADMIN, since=NOW, granted_by=None)
    shown_as_typed(role_steps.roles_view(EN, [holder], [(2, "<olga>")]).text, "<eve>", "<olga>")


async def test_the_questions_before_an_action_show_what_was_typed(chat: Chat) -> None:
    eve, ada = chat.person("<eve>"), await admin(chat)
    await eve.types("/start")
    await ada.types(f"/warn {eve.id}")
    await ada.says("Fraud")
    preview = await ada.types("<b>Stop</b>")
    assert "<eve>" in preview
    assert "<b>Stop</b>" in preview
    assert "Nobody found for “<zzz>”" in await ada.types("/find <zzz>")
    await ada.types("/roles")
    await ada.presses("➕ Give a role")
    assert "Nobody found for “<zzz>”" in await ada.types("<zzz>")
    await ada.types(str(eve.id))
    assert "<eve> becomes: Moderator" in await ada.presses("Moderator")
    await ada.types("/countries")
    await ada.presses("➕ Block a pair of countries")
    await ada.types("Bosnia")
    await ada.phone_presses_first()
    await ada.types("Serbia")
    await ada.phone_presses_first()
    preview = await ada.types("<i>Because</i>")
    assert "Bosnia & Herzegovina – 🇷🇸 Serbia" in preview
    assert "<i>Because</i>" in preview

"""The preview of a listing, and changing what was said, before it is published and after."""

from storage.models import Draft
from storage.people.drafts import USED
from storage.vocabulary import ListingStatus, ProfileType
from tests.chat import Chat
from tests.listings.dialog import SUMMARY, TITLE, ana_of, at_preview, listings
from tests.neighbours import select_own

NASTY = "<b>&\"'</b> {name} %s 👩‍👩‍👧‍👦 مرحبا"


class TestPreview:
    async def test_a_field_is_changed_and_leads_back(self, chat: Chat) -> None:
        ana = await ana_of(chat)
        await at_preview(ana)
        question = await ana.presses("Title")
        assert "Give it a title" in question
        assert " of " not in question.partition("\n\n")[0]
        preview = await ana.types("Better sensors")
        assert "Better sensors" in preview
        assert SUMMARY in preview
        await ana.presses("Publish")
        assert [listing.title for listing in await listings(chat)] == ["Better sensors"]

    async def test_the_preview_shows_the_masked_text_and_names_what_is_hidden(self, chat: Chat) -> None:
        ana = await ana_of(chat)
        await at_preview(ana)
        await ana.presses("Title")
        preview = await ana.types("Sensors, ana@senzor.rs")
        assert "ana@" not in preview
        await ana.presses("Summary")
        preview = await ana.types("Sensors for greenhouses. Call +381 64 000 0123.")
        assert "Sensors for greenhouses." in preview
        assert "000 0123" not in preview
        assert "🙈" in preview

    async def test_back_leaves_the_field_as_it_was(self, chat: Chat) -> None:
        ana = await ana_of(chat)
        await at_preview(ana)
        await ana.presses("Summary")
        assert SUMMARY in await ana.presses("Back")

    async def test_another_kind_asks_for_what_it_needs(self, chat: Chat) -> None:
        ana = await ana_of(chat)
        await at_preview(ana)
        await ana.presses("Kind")
        assert "What stage is it at?" in await ana.presses("technology")
        assert "not legal advice" in await ana.presses("Concept")
        assert "How is it protected?" in await ana.presses("I am not sure")
        assert "Technology offer" in await ana.presses("Skip the rest")
        await ana.presses("Kind")
        await ana.presses("📦")
        await ana.presses("Publish")
        (kept,) = await listings(chat)
        assert (kept.profile_type, kept.stage) == (ProfileType.BUSINESS_OFFER, None)

    async def test_another_kind_drops_the_cooperation_that_it_does_not_have(self, chat: Chat) -> None:
        ana = await ana_of(chat)
        await at_preview(ana)
        await ana.presses("Cooperation")
        await ana.presses("Outsourcing")
        await ana.presses("Investment")
        assert "Outsourcing or subcontracting" in await ana.presses("Done (2)")
        await ana.presses("Kind")
        await ana.presses("technology")
        await ana.presses("Concept")
        await ana.presses("No, civil use only")
        preview = await ana.presses("Skip the rest")
        assert "Cooperation: Investment or joint venture\n" in preview

    async def test_the_language_can_be_put_right(self, chat: Chat) -> None:
        ana = await ana_of(chat)
        assert "Written in: English" in await at_preview(ana)
        await ana.presses("Language")
        assert "Written in: Deutsch" in await ana.presses("Deutsch")

    async def test_not_now_keeps_it_for_later(self, chat: Chat) -> None:
        ana = await ana_of(chat)
        await at_preview(ana)
        await ana.presses("Not now")
        assert await listings(chat) == []
        assert f"unfinished draft: {TITLE}" in await ana.types("/offer")
        await ana.presses("Go on")
        await ana.presses("Publish")
        assert [listing.title for listing in await listings(chat)] == [TITLE]

    async def test_start_again_of_an_earlier_question_keeps_the_draft_that_was_resumed(self, chat: Chat) -> None:
        ana = await ana_of(chat)
        await at_preview(ana)
        await ana.types("/offer")
        earlier = ana.phone.last()
        await ana.types("/offer")
        await ana.presses("Go on")
        data = earlier["reply_markup"]["inline_keyboard"][0][1]["callback_data"]
        ana.phone.presses_stale(earlier, data)
        await chat.settle()
        await ana.presses("Publish", older=True)
        assert [listing.title for listing in await listings(chat)] == [TITLE]

    async def test_publish_tapped_twice_publishes_once(self, chat: Chat) -> None:
        ana = await ana_of(chat)
        await at_preview(ana)
        ana.phone.presses("Publish")
        ana.phone.presses("Publish", older=True)
        await chat.settle()
        assert len(await listings(chat)) == 1

    async def test_nearly_the_same_again_is_pointed_out(self, chat: Chat) -> None:
        ana = await ana_of(chat)
        await at_preview(ana)
        await ana.presses("Publish")
        assert f"You already have nearly the same listing: {TITLE}" in await at_preview(ana)
        await ana.presses("Not now")
        assert "nearly the same" not in await at_preview(ana, "/need")

    async def test_markup_comes_out_as_it_went_in(self, chat: Chat) -> None:
        ana = await ana_of(chat)
        await ana.types("/offer")
        await ana.presses("📦")
        await ana.types(NASTY)
        await ana.types(f"{NASTY}\n{NASTY}")
        await ana.types("agriculture")
        await ana.presses("Done")
        assert (await ana.presses("Skip the rest")).count(NASTY) == 3
        await ana.presses("Publish")
        assert NASTY in await ana.types("/mine")
        assert (await ana.presses("📤")).count(NASTY) == 3
        (kept,) = await listings(chat)
        assert (kept.title, kept.summary) == (NASTY, f"{NASTY}\n{NASTY}")

    async def test_the_longest_texts_still_fit_into_a_message(self, chat: Chat) -> None:
        ana = await ana_of(chat)
        await ana.types("/offer")
        await ana.presses("📦")
        await ana.types("<" * 120)
        await ana.types("&" * 2000)
        await ana.types("agriculture")
        await ana.presses("Done")
        assert "&" * 2000 in await ana.presses("Skip the rest")
        await ana.presses("Publish")
        await ana.types("/mine")
        assert "&" * 2000 in await ana.presses("📤")


class TestAPublishedListing:
    async def test_it_is_edited(self, chat: Chat) -> None:
        ana = await ana_of(chat)
        await at_preview(ana)
        await ana.presses("Publish")
        await ana.types("/mine")
        await ana.presses(TITLE)
        assert TITLE in await ana.presses("Edit")
        await ana.presses("Title")
        await ana.types("Better sensors")
        assert "Saved" in await ana.presses("Save")
        (kept,) = await listings(chat)
        assert (kept.title, kept.summary, kept.status) == ("Better sensors", SUMMARY, ListingStatus.PUBLISHED)
        assert kept.revision == 2

    async def test_nothing_is_changed_before_it_is_saved(self, chat: Chat) -> None:
        ana = await ana_of(chat)
        await at_preview(ana)
        await ana.presses("Publish")
        await ana.types("/mine")
        await ana.presses(TITLE)
        await ana.presses("Edit")
        await ana.presses("Title")
        await ana.types("Better sensors")
        await ana.presses("Not now")
        assert [listing.title for listing in await listings(chat)] == [TITLE]

    async def test_nobody_else_can_edit_it(self, chat: Chat) -> None:
        ana = await ana_of(chat)
        eve = await chat.join("Eve", company="Pudong Agritech", country="China")
        await at_preview(ana)
        await ana.presses("Publish")
        await ana.types("/mine")
        await ana.presses(TITLE)
        rows = ana.phone.last()["reply_markup"]["inline_keyboard"]
        for data in [button["callback_data"] for row in rows for button in row]:
            seen = await eve.does("presses_stale", eve.phone.last(), data)
            assert TITLE not in seen
        (kept,) = await listings(chat)
        assert kept.status is ListingStatus.PUBLISHED
        async with chat.program.services.database.reading() as session:
            assert await session.scalar(select_own(Draft.id).where(Draft.form != USED)) is None

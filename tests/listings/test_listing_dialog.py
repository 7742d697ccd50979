"""Offers and needs: the questions, the preview, and changing what was said."""

import pytest

from storage.vocabulary import AttachmentKind, IprStatus, ListingStatus, Partnership, ProfileType, Stage
from tests.chat import Chat
from tests.listings.dialog import SUMMARY, TITLE, ana_of, at_preview, at_sectors, listings

PDF = b"%PDF-1.4 a leaflet"


async def test_a_technology_offer_with_everything(chat: Chat) -> None:
    ana = await ana_of(chat)
    seen = await at_sectors(ana)
    assert "Which sectors?" in seen
    assert "4 of 11" in seen
    await ana.types("agriculture")
    await ana.presses("Done")
    await ana.presses("Lab tested")
    await ana.presses("No, civil use only")
    await ana.presses("Patent applied for")
    await ana.presses("Licence")
    await ana.presses("R&D cooperation")
    await ana.presses("Done (2)")
    await ana.types("Kina")
    await ana.types("Nordic")
    await ana.presses("Done")
    await ana.does("sends_document", PDF)
    preview = await ana.presses("12 months")
    for line in ("Stage: Lab tested", "Protection: Patent applied for", "Shown for: 12 months", "With an attachment"):
        assert line in preview
    assert "Firma" not in preview
    assert "Published" in await ana.presses("Publish")
    (kept,) = await listings(chat)
    assert (kept.profile_type, kept.title, kept.summary) == (ProfileType.TECHNOLOGY_OFFER, TITLE, SUMMARY)
    assert (kept.stage, kept.ipr, kept.status) == (Stage.LAB, IprStatus.APPLIED, ListingStatus.PUBLISHED)
    assert kept.partnerships == {Partnership.LICENCE, Partnership.RESEARCH}
    assert "CN" in kept.targets
    assert len(kept.targets) == 2
    assert kept.attachment_kind is AttachmentKind.DOCUMENT
    assert 355 <= (kept.expires_at - kept.created_at).days <= 366


async def test_the_same_words_are_published_once(chat: Chat) -> None:
    ana = await ana_of(chat)
    for answer in ("Published", "You have this listing already"):
        await at_preview(ana)
        assert answer in await ana.presses("Publish")
    assert len(await listings(chat)) == 1
    assert TITLE in await ana.presses("Open it")
    await ana.presses("🗑 Delete")
    await at_preview(ana)
    assert "Published" in await ana.presses("Publish")


async def test_a_business_need_is_not_asked_for_stage_and_protection(chat: Chat) -> None:
    ana = await ana_of(chat)
    await at_sectors(ana, "/need", "📦")
    await ana.types("agriculture")
    assert "What kind of cooperation" in await ana.presses("Done")


async def test_joint_research_is_not_asked_for_the_kind_of_cooperation(chat: Chat) -> None:
    ana = await ana_of(chat)
    await at_sectors(ana, "/need", "joint research")
    await ana.types("agriculture")
    await ana.presses("Done")
    assert "Where should partners be?" in await ana.presses("No, civil use only")


@pytest.mark.parametrize(
    ("answers", "complaint"),
    [
        (["abcd"], "At least 5 characters"),
        (["x" * 121], "the limit is 120"),
        (["я" * 4096], "the limit is 120"),
        ([TITLE, "too short"], "At least 20 characters"),
        (["蜂蜜"], "At least 3 characters"),
        ([TITLE, "采购温室土壤"], "At least 10 characters"),
        ([TITLE, "word " * 500], "the limit is 2,000"),
        ([TITLE, "😀" * 2001], "the limit is 2,000"),
    ],
)
async def test_texts_have_their_bounds(chat: Chat, answers: list[str], complaint: str) -> None:
    ana = await ana_of(chat)
    await ana.types("/offer")
    await ana.presses("📦")
    for answer in answers:
        seen = await ana.types(answer)
    assert complaint in seen


AT_THE_PREVIEW = {
    "sends_photo": "With an attachment",
    "sends_voice": "Send one photo or one PDF file",
    "sends_media": "Use the buttons to finish",
}


@pytest.mark.parametrize(
    ("act", "arguments"), [("sends_photo", [b"x"]), ("sends_voice", []), ("sends_media", ["sticker"])]
)
async def test_a_wrong_kind_of_answer_is_asked_again(chat: Chat, act: str, arguments: list[object]) -> None:
    ana = await ana_of(chat)
    await ana.types("/offer")
    assert "⚠️ Choose one of the buttons below." in await ana.does(act, *arguments)
    await ana.presses("📦")
    assert "⚠️ Answer with a text message." in await ana.does(act, *arguments)
    await ana.types(TITLE)
    await ana.types(SUMMARY)
    assert "Which sectors?" in await ana.does(act, *arguments)
    await ana.types("agriculture")
    await ana.presses("Done")
    await ana.presses("Skip the rest")
    seen = await ana.does(act, *arguments)
    assert AT_THE_PREVIEW[act] in seen


class TestSectors:
    async def test_the_list_has_pages(self, chat: Chat) -> None:
        ana = await ana_of(chat)
        await at_sectors(ana)
        first = [label for label in ana.buttons() if label[0].isalpha()]
        await ana.presses("▶")
        second = [label for label in ana.buttons() if label[0].isalpha()]
        assert "2 / " in " ".join(ana.buttons())
        assert not set(first[:-3]) & set(second[:-3])
        await ana.presses("◀")
        await ana.presses("◀")
        pages = next(label for label in ana.buttons() if " / " in label)
        assert pages.split(" / ")[0] == pages.split(" / ")[1]

    async def test_a_box_is_ticked_and_unticked_where_it_is(self, chat: Chat) -> None:
        ana = await ana_of(chat)
        await at_sectors(ana)
        before = ana.buttons()
        place = next(i for i, label in enumerate(before) if label[0].isalpha() and label != "Done")
        await ana.presses(before[place])
        assert ana.buttons()[place] == f"✅ {before[place]}"
        await ana.presses(f"✅ {before[place]}")
        assert ana.buttons() == before

    async def test_five_at_most(self, chat: Chat) -> None:
        ana = await ana_of(chat)
        await at_sectors(ana)
        for _ in range(7):
            free = [label for label in ana.buttons() if label[0].isalpha() and not label.startswith(("Done", "Cancel"))]
            if not free:
                await ana.presses("▶")
                continue
            await ana.presses(free[0])
        assert "5 at most" in ana.sees()
        assert "Done (5)" in ana.buttons()

    @pytest.mark.parametrize("typed", ["agriculture", "agricultre", "poljoprivreda", "农业", "пољопривреда"])
    async def test_a_typed_word_finds_and_ticks(self, chat: Chat, typed: str) -> None:
        ana = await ana_of(chat)
        await at_sectors(ana, kind="📦")
        for label in [label for label in ana.buttons() if label.startswith("✅")]:
            await ana.presses(label)
        await ana.types(typed)
        assert "✅ Agriculture and agritech" in ana.buttons()

    async def test_a_word_that_means_no_sector_says_so(self, chat: Chat) -> None:
        ana = await ana_of(chat)
        await at_sectors(ana)
        seen = await ana.types("<zzqx>")
        assert "Nothing found for “<zzqx>”" in seen

    async def test_none_at_all_is_not_enough(self, chat: Chat) -> None:
        ana = await ana_of(chat)
        await at_sectors(ana)
        for label in [label for label in ana.buttons() if label.startswith("✅")]:
            await ana.presses(label)
        assert not [label for label in ana.buttons() if label.startswith(("Done", "Skip"))]


class TestAttachment:
    async def test_a_photo_is_kept_and_shown(self, chat: Chat) -> None:
        ana = await ana_of(chat)
        await at_preview(ana)
        await ana.presses("Attachment")
        assert "With an attachment" in await ana.does("sends_photo", b"a picture")
        await ana.presses("Publish")
        await ana.types("/mine")
        await ana.presses(TITLE)
        assert ana.phone.file(ana.phone.last()) == b"a picture"
        assert SUMMARY in ana.sees()

    async def test_other_files_are_refused(self, chat: Chat) -> None:
        ana = await ana_of(chat)
        await at_preview(ana)
        await ana.presses("Attachment")
        assert "⚠️" in await ana.does("sends_document", b"MZ", name="a.exe", mime="application/x-msdownload")
        assert "⚠️" in await ana.does("sends_media", "video")
        assert "⚠️" in await ana.does("sends_media", "animation")
        await ana.presses("Skip")
        assert "With an attachment" not in ana.sees()


async def test_people_with_two_companies_choose_one(chat: Chat) -> None:
    ana = await ana_of(chat)
    await ana.types("/register")
    await ana.presses("Company")
    await ana.types("Beton Beograd")
    await ana.types("Srbija")
    await ana.presses("Serbia")
    await ana.presses("adviser")
    await ana.presses("Done")
    await ana.presses("Skip the rest")
    await ana.presses("Register")
    assert "For which company?" in await ana.types("/offer")
    assert {"Firma Jedan", "Beton Beograd"} <= set(ana.buttons())
    assert "What is it about?" in await ana.presses("Beton Beograd")


async def test_a_short_chinese_text_says_enough(chat: Chat) -> None:
    mei = await chat.join("Mei", company="浦东农业", country="China", language="zh-hans")
    await mei.types("/need")
    await mei.presses("📦")
    await mei.types("批发蜂蜜")
    seen = await mei.types("寻找长期供应蜂蜜的厂家")
    assert mei.t("Which sectors? Tick up to five, or type a word to search.") in seen

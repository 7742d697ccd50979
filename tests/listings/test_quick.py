"""/quick: one message becomes a draft, whatever language it is in."""

import pytest

from handlers.listings.quick import guess_answers
from storage.database import Database
from storage.models import Listing
from storage.vocabulary import Kind
from tests.chat import Chat, Human
from tests.forms.asked import asked
from tests.neighbours import select_own

OFFER_EN = "We make soil moisture sensors for greenhouses and offer them to distributors in Europe."
CASES = [
    ("en", OFFER_EN, Kind.OFFER, "en"),
    ("sr", "Tražimo dobavljača bežičnih senzora vlažnosti zemljišta za naše plastenike.", Kind.NEED, "sr"),
    ("sr-cyrl", "Нудимо бежичне сензоре влажности земљишта за стакленике и пластенике.", Kind.OFFER, "sr"),
    ("zh-hans", "我们寻找温室土壤湿度传感器的供应商, 需要长期供货和技术支持。", Kind.NEED, "zh"),
    ("en", "Wir suchen einen Lieferanten für drahtlose Bodenfeuchtesensoren in Gewächshäusern.", Kind.NEED, "de"),
]


async def to_the_preview(human: Human) -> None:
    """Answers what was not guessed: the kind, perhaps, and the sectors."""
    for _ in range(3):
        labels = human.buttons()
        if any(human.t("Publish") in label for label in labels):
            return
        done = next((label for label in labels if human._is_done(label)), None)
        await human.presses(done or next(label for label in labels if "📦" in label))


@pytest.mark.parametrize(("language", "words", "kind", "written_in"), CASES)
async def test_a_message_becomes_a_listing(chat: Chat, language: str, words: str, kind: Kind, written_in: str) -> None:
    ana = await chat.join("Ana", company="Firma Jedan", country="Srbija", language=language)
    await ana.types("/quick")
    await ana.types(words)
    await to_the_preview(ana)
    assert words in ana.sees()
    await ana.presses(ana.t("Publish"))
    async with chat.program.services.database.reading() as session:
        kept = (await session.scalars(select_own(Listing))).one()
    assert (kept.kind, kept.summary, kept.language) == (kind, words, written_in)
    assert kept.title
    assert len(kept.title) <= 120
    assert kept.sectors


async def test_the_words_may_follow_the_command(chat: Chat) -> None:
    ana = await chat.join("Ana", company="Firma Jedan", country="Srbija")
    await ana.types(f"/quick {OFFER_EN}")
    await to_the_preview(ana)
    assert OFFER_EN in ana.sees()


async def test_too_little_is_asked_for_more(chat: Chat) -> None:
    ana = await chat.join("Ana", company="Firma Jedan", country="Srbija")
    assert "in one message" in await ana.types("/quick sensors")
    assert "At least 20 characters" in await ana.types("sensors")
    await ana.types(OFFER_EN)
    assert "At least" not in ana.sees()


async def test_a_guess_can_be_put_right(chat: Chat) -> None:
    ana = await chat.join("Ana", company="Firma Jedan", country="Srbija")
    await ana.types(f"/quick {OFFER_EN}")
    await to_the_preview(ana)
    assert not any("Title" in label for label in ana.buttons())
    await ana.presses("✏️ Change something")
    await ana.presses("Title")
    assert "My own title" in await ana.types("My own title")
    await ana.presses("Publish")
    assert "My own title" in await ana.types("/mine")


async def test_an_interrupted_one_is_offered_again(chat: Chat) -> None:
    ana = await chat.join("Ana", company="Firma Jedan", country="Srbija")
    await ana.types(f"/quick {OFFER_EN}")
    await to_the_preview(ana)
    await ana.presses("Not now")
    await ana.types("/mine")
    assert await drafts_offered(ana)


async def drafts_offered(ana: Human) -> bool:
    """Whether what was begun with /quick can be gone on with."""
    await ana.types("/quick")
    return "Go on" in " ".join(ana.buttons())


@pytest.mark.parametrize(
    "words", ["<b>&\"'</b> " * 5, "мы " * 600, "😀" * 30, "1234567890" * 3, "مرحبا نحن نصنع أجهزة استشعار"]
)
async def test_odd_words_are_taken_as_they_are(chat: Chat, words: str) -> None:
    ana = await chat.join("Ana", company="Firma Jedan", country="Srbija")
    await ana.types("/quick")
    seen = await ana.types(words)
    assert "something is wrong" not in seen
    assert ana.buttons()


CONTACTS = [
    ("Nudimo med na veliko, pozovite 064 123 4567", "Nudimo med na veliko"),
    ("Tel 064 123 4567 lavandin med na veliko za izvoz", "Tel lavandin med na veliko za izvoz"),
    ("我们提供蜂蜜批发，电话13800138000", "蜂蜜批发"),
    ("Med na veliko, u bačvama od 300 kg", "Med na veliko, u bačvama od 300 kg"),
    ("ana@medovina.rs", "ana@medovina.rs"),
    ("Ana Perić\nMedovina d.o.o.\nMed na veliko za izvoz\nana@medovina.rs", "Med na veliko za izvoz"),
]


@pytest.mark.parametrize(("words", "title"), CONTACTS)
async def test_a_guessed_title_leaves_contacts_out(database: Database, words: str, title: str) -> None:
    assert (await guess_answers(words, asked(database)))["title"] == title

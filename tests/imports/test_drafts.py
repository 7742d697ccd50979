"""An imported list publishes nothing: drafts wait for the exhibitors, or for the organizer who has their consent."""

import csv
import io
import zipfile

import pytest
from sqlalchemy import select, update

from bot.sandbox.world import World
from handlers.events import qr
from storage.ids import PersonId
from storage.models import AuditEntry, Company, Listing, ListingOrigin
from storage.moderation import roles
from storage.people import people
from storage.vocabulary import AuditAction, Kind, ListingConsent, ListingStatus, Role
from tests.chat import Chat, Human, open_chat
from tests.clock import Clock
from tests.events.fair import registered
from tests.imports.test_import_dialog import LIST, olga, sends
from tests.neighbours import is_own, select_own

__all__ = ["olga"]
WITH_COUNTRY = LIST.replace("公司名称", "公司名称,国家").replace("公司,", "公司,中国,").replace("集团,", "集团,中国,")
ABOUT = (
    "Hrast & Brest doo proizvodi masivne podne obloge od hrasta i bresta za hotele i stambene objekte, "
    "sa sopstvenom sušarom i FSC sertifikatom."
)
DESCRIBED = (
    "Naziv firme,Zemlja,Štand,E-pošta,Opis\n"
    f'Hrast doo,Srbija,A-1,info@hrast.rs,"{ABOUT}"\n'
    "Prazno doo,Srbija,A-2,,Prazno doo\n"
)


async def statuses(chat: Chat) -> list[ListingStatus]:
    async with chat.program.services.database.reading() as session:
        return list(await session.scalars(select_own(Listing.status).order_by(Listing.id)))


async def consents(chat: Chat) -> list[tuple[ListingConsent | None, int | None]]:
    async with chat.program.services.database.reading() as session:
        rows = await session.execute(
            select_own(ListingOrigin.consent, ListingOrigin.consent_by).order_by(ListingOrigin.listing_id)
        )
        return [(consent, by) for consent, by in rows]


def sent(olga: Human, ending: str) -> bytes:
    """The last file of this kind that the bot sent."""
    documents = [message for message in olga.phone.messages() if "document" in message]
    return olga.phone.file(next(one for one in reversed(documents) if one["document"]["file_name"].endswith(ending)))


def invitation_rows(olga: Human) -> list[list[str]]:
    return list(csv.reader(io.StringIO(sent(olga, "-invitations.csv").decode("utf-8-sig"), newline="")))


async def claims(chat: Chat, olga: Human, name: str) -> Human:
    """Somebody of the company opens its link from the table of invitations."""
    await olga.types("/events")
    await olga.presses("🛠 Novi Sad Fair")
    await olga.presses("📝 Drafts to publish")
    await olga.presses("✉️ Invitations")
    link = next(row[-1] for row in invitation_rows(olga) if row[0] == name)
    human = chat.person("Ivo", "sr")
    await human.does("opens", link)
    return human


async def test_nothing_is_public_before_somebody_agreed(chat: Chat, olga: Human) -> None:
    ana = chat.person("Ana", "sr")
    await registered(chat, ana, "Senzor d.o.o.", "RS", "ana@senzor.rs")
    assert "Nobody else sees them" in await sends(olga, WITH_COUNTRY)
    assert "3 drafts of listings. Nobody else sees them yet." in await olga.presses("✅ Import")
    assert await statuses(chat) == [ListingStatus.INVITED] * 3
    await ana.types("/search 灌溉控制器")
    assert not any("灌溉" in label for label in ana.buttons())
    assert "灌溉" not in await olga.types("/mine"), "they have a queue of their own"


async def test_the_organizer_publishes_all_in_two_taps_and_the_statement_is_kept(chat: Chat, olga: Human) -> None:
    await sends(olga, WITH_COUNTRY)
    await olga.presses("✅ Import")
    asked = await olga.presses("✅ Publish all (3)")
    assert "Did the exhibitors agree to that?" in asked
    assert "✅ 3 listings are published." in await olga.presses("📝 Yes, when they registered")
    assert await statuses(chat) == [ListingStatus.PUBLISHED] * 3
    assert await consents(chat) == [(ListingConsent.FORM, olga.id)] * 3
    async with chat.program.services.database.reading() as session:
        entries = list(await session.scalars(select(AuditEntry).where(AuditEntry.action == AuditAction.DRAFTS_PUBLISH)))
    assert [(entry.actor_id, entry.after["consent"], entry.after["companies"]) for entry in entries] == [
        (olga.id, "form", 2)
    ]
    assert "No drafts are waiting." in await olga.presses("« Drafts")


async def test_one_draft_is_corrected_published_and_another_left_out(chat: Chat, olga: Human) -> None:
    await sends(olga, WITH_COUNTRY)
    await olga.presses("✅ Import")
    await olga.presses("📝 Look through")
    await olga.presses("📦 灌溉控制器")
    await olga.presses("🗑 Leave out")
    assert "灌溉控制器" not in olga.sees()
    await olga.presses("📦 温室土壤湿度传感器")
    await olga.presses("✏️ Correct")
    await olga.presses("✏️ Title")
    await olga.types("温室无线土壤湿度传感器")
    await olga.presses("Save")
    assert (await statuses(chat))[0] is ListingStatus.INVITED, "a correction publishes nothing"
    await olga.types("/events")
    await olga.presses("🛠 Novi Sad Fair")
    await olga.presses("📝 Drafts to publish (2)")
    await olga.presses("📦 温室无线土壤湿度传感器")
    await olga.presses("✅ Publish")
    assert "✅ 1 listing is published." in await olga.presses("💬 Yes, they told us")
    assert (await consents(chat))[0] == (ListingConsent.TOLD, olga.id)
    assert sorted(await statuses(chat)) == ["deleted", "invited", "published"]


async def test_an_exhibitor_claims_the_company_and_publishes_its_drafts(chat: Chat, olga: Human) -> None:
    await sends(olga, WITH_COUNTRY)
    await olga.presses("✅ Import")
    ivo = await claims(chat, olga, "浦东农业科技有限公司")
    assert "灌溉控制器" in ivo.sees()
    await ivo.says("✅ I agree: publish, show abroad")
    assert await statuses(chat) == [ListingStatus.PUBLISHED, ListingStatus.PUBLISHED, ListingStatus.INVITED]
    assert (await consents(chat))[0] == (ListingConsent.EXHIBITOR, ivo.id)
    await sends(olga, WITH_COUNTRY.replace("灌溉控制器", "另一个灌溉控制器系统"))
    assert "Drafts of listings" not in olga.sees(), "the company is its people's now"
    await olga.types("/cancel")
    assert "灌溉控制器" in await ivo.types("/mine")


async def test_invitations_come_as_a_table_and_as_qr_codes_of_the_same_links(chat: Chat, olga: Human) -> None:
    await sends(olga, WITH_COUNTRY)
    await olga.presses("✅ Import")
    await olga.presses("✉️ Invitations")
    with zipfile.ZipFile(io.BytesIO(sent(olga, "-invitations.zip"))) as archive:
        drawn = [archive.read(name) for name in archive.namelist()]
        assert "浦东农业科技有限公司" in " ".join(archive.namelist())
    assert drawn == [qr.png(row[-1]) for row in invitation_rows(olga)[1:]]


async def test_the_same_list_again_updates_drafts_and_nothing_that_was_touched(chat: Chat, olga: Human) -> None:
    await sends(olga, DESCRIBED)
    await olga.presses("✅ Import")
    await sends(olga, DESCRIBED.replace("FSC sertifikatom", "PEFC sertifikatom"))
    assert "changed: 1" in olga.sees()
    await olga.presses("✅ Import")
    async with chat.program.services.database.reading() as session:
        [listing] = await session.scalars(select_own(Listing))
    assert "PEFC" in listing.summary
    await olga.presses("✅ Publish all (1)")
    await olga.presses("📝 Yes, when they registered")
    await sends(olga, DESCRIBED)
    await olga.presses("✅ Import")
    async with chat.program.services.database.reading() as session:
        [listing] = await session.scalars(select_own(Listing))
    assert "PEFC" in listing.summary
    assert listing.status is ListingStatus.PUBLISHED


SEEKS = (
    "Wir suchen Lieferanten von Eichenholz und Sägewerke in Südosteuropa, die getrocknete Dielen in großen Mengen "
    "liefern können, und zahlen bei Abholung."
)


async def test_newer_lists_change_all_of_a_draft_as_often_as_they_come(chat: Chat, olga: Human) -> None:
    for about in (ABOUT, SEEKS, f"{SEEKS} Auch Restposten."):
        await sends(olga, DESCRIBED.replace(ABOUT, about))
        await olga.presses("✅ Import")
    async with chat.program.services.database.reading() as session:
        [listing] = await session.scalars(select_own(Listing))
    assert "Auch Restposten" in listing.summary
    assert (listing.language, listing.kind, listing.profile_type.kind) == ("de", Kind.NEED, Kind.NEED)
    assert "Lieferanten" in listing.title
    await olga.presses("✅ Publish all (1)")
    await olga.presses("📝 Yes, when they registered")
    await olga.does("presses_stale", olga.phone.last(), "im1:1:U")
    assert await statuses(chat) == [], "nobody but lists has touched it"


async def test_a_description_becomes_a_draft_that_is_marked_as_guessed(chat: Chat, olga: Human) -> None:
    shown = await sends(olga, DESCRIBED)
    assert "Drafts of listings: 1 offer" in shown, "a company's name is no description"
    assert "Those from descriptions are guessed." in shown
    await olga.presses("✅ Import")
    assert "guessed" in await olga.presses("📝 Look through")
    await olga.presses("📦")
    assert "Guessed from the company's description" in olga.sees()
    async with chat.program.services.database.reading() as session:
        [listing] = await session.scalars(select_own(Listing))
    assert (listing.language, listing.kind.value) == ("sr", "offer")


async def test_an_undo_takes_drafts_back_corrected_or_not(chat: Chat, olga: Human) -> None:
    await sends(olga, WITH_COUNTRY)
    await olga.presses("✅ Import")
    async with chat.program.services.database.writing() as session:
        listing = await session.scalar(select_own(Listing).order_by(Listing.id))
        assert listing is not None
        listing.revision = 2
    await olga.presses("↩️ Undo")
    assert "3 listings withdrawn." in await olga.presses("Yes, undo it")
    assert await statuses(chat) == []


async def test_a_moderator_looks_first_where_everything_is_reviewed(world, clock, database_url: str) -> None:
    async with open_chat(world, database_url, clock, review="all") as chat:
        olga = await organizer(chat)
        await sends(olga, WITH_COUNTRY)
        await olga.presses("✅ Import")
        assert await statuses(chat) == [ListingStatus.INVITED] * 3, "no moderator is bothered with drafts"
        await olga.presses("✅ Publish all (3)")
        assert "🔍 3 wait for a moderator." in await olga.presses("📝 Yes, when they registered")
        assert await statuses(chat) == [ListingStatus.REVIEW] * 3


async def test_a_helper_publishes_too_and_a_refusal_to_be_shown_abroad_holds(chat: Chat, olga: Human) -> None:
    await sends(olga, WITH_COUNTRY)
    await olga.presses("✅ Import")
    lin = await helper(chat, olga)
    services = chat.program.services
    async with services.database.writing() as session:
        await people.record_abroad(session, PersonId(olga.id), yes=False, version="1", now=services.clock())
    await lin.presses("📝 Drafts to publish (3)")
    await lin.presses("✅ Publish all (3)")
    assert "🔒 3 stay hidden." in await lin.presses("💬 Yes, they told us")


async def test_what_a_helper_publishes_is_reviewed_too(world: World, clock: Clock, database_url: str) -> None:
    async with open_chat(world, database_url, clock, review="all") as chat:
        olga = await organizer(chat)
        await sends(olga, WITH_COUNTRY)
        await olga.presses("✅ Import")
        lin = await helper(chat, olga)
        await lin.presses("📝 Drafts to publish (3)")
        await lin.presses("✅ Publish all (3)")
        assert "🔍 3 wait for a moderator." in await lin.presses("💬 Yes, they told us")


async def helper(chat: Chat, olga: Human) -> Human:
    """Somebody whom the organizer invited looks at the event."""
    lin = chat.person("Lin")
    await registered(chat, lin, "Helpers Ltd", "CN", "lin@helpers.cn")
    services = chat.program.services
    async with services.database.writing() as session:
        await roles.grant(session, PersonId(lin.id), Role.ORGANIZER, by=None, now=services.clock())
    await lin.does("opens", await invited(olga))
    return lin


async def invited(olga: Human) -> str:
    await olga.types("/events")
    await olga.presses("🛠 Novi Sad Fair")
    await olga.presses("👥 Team")
    said = await olga.presses("➕ Invite somebody")
    return next(word for word in said.split() if word.startswith("https://t.me/"))


async def organizer(chat: Chat) -> Human:
    from bot.usecases.events import setup
    from bot.usecases.moderation.roles import Actor
    from tests.announcements.fair import FAIR

    olga = chat.person("Olga")
    await registered(chat, olga, "Sajam d.o.o.", "RS", "olga@sajam.rs")
    services, number = chat.program.services, PersonId(olga.id)
    async with services.database.writing() as session:
        await roles.grant(session, number, Role.ORGANIZER, by=None, now=services.clock())
        await setup.create(session, Actor(id=number, admins=()), FAIR, draw=services.draw, now=services.clock())
    return olga


@pytest.mark.parametrize(
    "press", ["ic1:1:0:3:2:3:3:f", "ic1:1:1:1:1:1:1:f", "id1:1:1:x", "id1:1:0:i", "ip1:1:0", "io1:2", "li1:1:a"]
)
async def test_nobody_else_sees_or_publishes_drafts(chat: Chat, olga: Human, press: str) -> None:
    await sends(olga, WITH_COUNTRY)
    await olga.presses("✅ Import")
    eve = chat.person("Eve")
    await registered(chat, eve, "Evil Ltd", "FR", "eve@evil.fr")
    await eve.types("/help")
    await eve.does("presses_stale", eve.phone.last(), press)
    assert "浦东" not in eve.phone.reads()
    assert await statuses(chat) == [ListingStatus.INVITED] * 3


async def test_a_stranger_agrees_to_nothing_with_an_old_button(chat: Chat, olga: Human) -> None:
    await sends(olga, WITH_COUNTRY)
    await olga.presses("✅ Import")
    await olga.presses("✅ Publish all (3)")
    await olga.presses("📝 Yes, when they registered")
    eve = chat.person("Eve")
    await eve.types("/start")
    await eve.does("presses_stale", eve.phone.last(), "io1:2")
    assert "You don't have permission for this." in eve.phone.reads()
    async with chat.program.services.database.reading() as session:
        person = await people.find(session, PersonId(eve.id))
    assert person is not None
    assert person.consented_at is None


async def test_the_organizer_cannot_publish_without_the_statement(chat: Chat, olga: Human) -> None:
    await sends(olga, WITH_COUNTRY)
    await olga.presses("✅ Import")
    for press in ("li1:1:a", "io1:2"):
        await olga.does("presses_stale", olga.phone.last(), press)
    assert await statuses(chat) == [ListingStatus.INVITED] * 3


async def test_a_claimed_company_publishes_its_drafts_itself(chat: Chat, olga: Human) -> None:
    name = "浦东农业科技有限公司"
    await sends(olga, WITH_COUNTRY)
    await olga.presses("✅ Import")
    await claims(chat, olga, name)
    await olga.types("/events")
    await olga.presses("🛠 Novi Sad Fair")
    await olga.presses("📝 Drafts to publish")
    assert name not in olga.sees()
    await olga.presses("✅ Publish all")
    await olga.presses("💬 Yes, they told us")
    async with chat.program.services.database.reading() as session:
        own = select(Company.id).where(Company.name == name).scalar_subquery()
        theirs = await session.scalars(select(Listing.status).where(Listing.company_id == own))
        others = await session.scalars(select_own(Listing.status).where(Listing.company_id != own))
        assert set(theirs) == {ListingStatus.INVITED}
        assert set(others) == {ListingStatus.PUBLISHED}


async def test_a_draft_whose_author_is_gone_is_reviewed_too(world: World, clock: Clock, database_url: str) -> None:
    async with open_chat(world, database_url, clock, review="all") as chat:
        olga = await organizer(chat)
        await sends(olga, WITH_COUNTRY)
        await olga.presses("✅ Import")
        async with chat.program.services.database.writing() as session:
            await session.execute(update(Listing).where(is_own(Listing)).values(author_id=None))
        await olga.types("/events")
        await olga.presses("🛠 Novi Sad Fair")
        await olga.presses("📝 Drafts to publish")
        await olga.presses("✅ Publish all")
        await olga.presses("💬 Yes, they told us")
        assert set(await statuses(chat)) == {ListingStatus.REVIEW}

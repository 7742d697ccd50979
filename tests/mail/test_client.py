"""An adviser gives the address at which a client reads mail itself."""

from sqlalchemy import select

from storage.ids import PersonId
from storage.models import Mailbox
from storage.people import memberships
from storage.vocabulary import IntroductionStatus, MailboxStatus, Relation
from tests.mail.post import Post
from tests.neighbours import select_own


async def becomes(post: Post, relation: Relation) -> None:
    async with post.database.writing() as session:
        await memberships.change(session, PersonId(post.olga.id), post.company_id, relation=relation, role=None)


async def advises(post: Post) -> None:
    """Olga is an adviser, whose own address is in the client's contacts."""
    await becomes(post, Relation.ADVISER)


async def gives(post: Post, address: str) -> str:
    await post.olga.types("/company")
    await post.olga.says("📧 Their e-mail address")
    return await post.olga.types(address)


async def test_a_client_is_asked_at_its_own_address_and_answers_there(post: Post) -> None:
    await advises(post)
    await post.proposed()
    assert post.server.mails == [], "the adviser's own address is not the client's"
    assert "ured@senzor.rs" in await gives(post, "ured@senzor.rs")
    await post.works()
    assert [mail["To"] for mail in post.server.mails] == ["ured@senzor.rs"]
    assert "Somebody who acts for Senzor d.o.o. gave us this address." in post.text()
    await post.sends("yes")
    await post.sends("accept")
    assert (await post.introduction()).status is IntroductionStatus.ACCEPTED
    assert "ured@senzor.rs" in post.mei.sees()
    await post.olga.types("/company")
    assert "the company gets requests there and answers them." in post.olga.sees()


async def test_another_address_ends_the_links_of_the_first(post: Post) -> None:
    await advises(post)
    await post.proposed()
    await gives(post, "ured@senzor.rs")
    await post.works()
    first = post.link()
    await gives(post, "direktor@senzor.rs")
    await post.works()
    assert [mail["To"] for mail in post.server.mails] == ["ured@senzor.rs", "direktor@senzor.rs"]
    await post.sends("yes", first)
    assert post.code == 410
    assert (await post.mailbox()).status is MailboxStatus.ASKED


async def test_the_same_address_again_keeps_what_its_owner_said(post: Post) -> None:
    await advises(post)
    await post.proposed()
    await gives(post, "ured@senzor.rs")
    await post.works()
    await post.sends("yes")
    await gives(post, "Ured@senzor.rs")
    await post.works()
    assert (await post.mailbox()).status is MailboxStatus.CONFIRMED
    assert [mail["To"] for mail in post.server.mails] == ["ured@senzor.rs"]


async def test_representatives_are_not_asked_for_a_mail_address(post: Post) -> None:
    await advises(post)
    await post.proposed()
    await post.olga.types("/company")
    await becomes(post, Relation.REPRESENTATIVE)
    await post.olga.says("📧 Their e-mail address")
    assert "People of this company get everything here, so that no mail is needed." in post.olga.sees()
    await advises(post)
    await post.olga.types("/company")
    await post.olga.says("📧 Their e-mail address")
    await becomes(post, Relation.REPRESENTATIVE)
    await post.olga.types("ured@senzor.rs")
    await post.works()
    async with post.database.reading() as session:
        assert list(await session.scalars(select_own(Mailbox.address))) == []


async def test_invalid_addresses_are_asked_for_again_and_refused_ones_stay_refused(post: Post) -> None:
    await advises(post)
    await post.proposed()
    assert "That is not a valid e-mail address." in await gives(post, "ured at senzor")
    await post.olga.types("ured@senzor.rs")
    await post.works()
    await post.sends("never")
    assert "wants no mail from me" in await gives(post, "URED@senzor.rs")
    async with post.database.reading() as session:
        assert list(await session.scalars(select_own(Mailbox.address))) == [None]
        assert await session.scalar(select(Mailbox.status).where(Mailbox.company_id == post.company_id))


async def test_a_person_of_the_company_needs_no_address(post: Post) -> None:
    await post.mei.types("/company")
    assert post.mei.t("📧 Their e-mail address") not in post.mei.buttons()

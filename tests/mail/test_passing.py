"""Without a mail server: whoever acts for the company gets a text to pass on, and after the yes the contacts as QR."""

from io import BytesIO

import pytest
import zxingcpp
from PIL import Image

from storage.ids import PersonId
from storage.people import memberships
from storage.vocabulary import Relation
from tests.events.fair import SECRETS_OF_MEI
from tests.mail.post import Post


@pytest.fixture
async def proposed(post: Post) -> Post:
    await post.mei.types("/matches")
    await post.mei.says("🤝 Introduce us", older=True)
    await post.mei.types("我们需要四千个, 浦东农业")
    await post.mei.presses(post.mei.t("Send"))
    return post


async def test_a_text_in_the_language_of_the_company_names_nobody(proposed: Post) -> None:
    olga = proposed.olga
    assert "is not on Telegram: pass this on to them" in olga.sees()
    await olga.says("📄 Text to pass on")
    text = olga.sees()
    assert "Jedna firma iz inostranstva želi da vas upozna." in text
    assert "A company from another country would like to meet you." in text
    assert "我们需要四千个" in text
    assert not [secret for secret in SECRETS_OF_MEI if secret in text]
    await olga.says("Open it")
    await olga.says("✅ Accept and share contacts")
    assert "浦东农业" in str(olga.phone.messages())


async def test_after_the_yes_the_contacts_are_a_code_that_phones_take(proposed: Post) -> None:
    olga = proposed.olga
    await olga.says("✅ Accept and share contacts")
    await olga.types("/introductions")
    await olga.presses("🇨🇳")
    await olga.says("📄 Text to pass on")
    message = next(one for one in reversed(olga.phone.messages()) if "photo" in one)
    (found,) = zxingcpp.read_barcodes(Image.open(BytesIO(olga.phone.file(message))))
    assert found.text.startswith("BEGIN:VCARD")
    assert "浦东农业科技有限公司" in found.text
    assert "mei@pudong.cn" in found.text
    assert "Povezani ste" in olga.sees()


async def test_representatives_get_no_text_to_pass_on(proposed: Post) -> None:
    async with proposed.database.writing() as session:
        await memberships.change(
            session,
            PersonId(proposed.olga.id),
            proposed.company_id,
            relation=Relation.REPRESENTATIVE,
            role=None,
        )
    await proposed.olga.types("/introductions")
    await proposed.olga.presses("🇨🇳")
    assert "📄 Text to pass on" not in proposed.olga.buttons()
    assert "is not on Telegram" not in proposed.olga.sees()


async def test_the_card_says_how_the_company_hears_of_it(post: Post) -> None:
    await post.proposed()
    await post.olga.types("/introductions")
    await post.olga.presses("🇨🇳")
    assert "by mail if they want to see this" in post.olga.sees()
    await post.sends("yes")
    await post.olga.types("/introductions")
    await post.olga.presses("🇨🇳")
    assert "has this by mail and can answer" in post.olga.sees()
    await post.sends("accept")
    assert "📄 Text to pass on" not in post.mei.buttons()

"""An organizer's statement of consent covers the drafts that were shown with the question, and no others."""

from collections.abc import Awaitable, Callable

import pytest

from storage.vocabulary import ListingStatus
from tests.chat import Chat, Human
from tests.imports.test_drafts import WITH_COUNTRY, statuses
from tests.imports.test_import_dialog import olga, sends

__all__ = ["olga"]
MORE = "公司名称,国家,供应\n华东机械有限公司,中国,数控机床\n"
REWORDED = WITH_COUNTRY.replace("需求\n", "需求,简介\n").replace("控制器,\n", "控制器,,为温室提供自动灌溉方案\n")


async def imports_more(olga: Human) -> None:
    await sends(olga, MORE)
    await olga.presses("✅ Import")


async def imports_reworded(olga: Human) -> None:
    await sends(olga, REWORDED)
    await olga.presses("✅ Import")


async def leaves_one_out(olga: Human) -> None:
    await olga.does("presses_stale", olga.phone.last(), "id1:1:1:x")


async def leaves_one_out_and_imports_another(olga: Human) -> None:
    await leaves_one_out(olga)
    await imports_more(olga)


@pytest.mark.parametrize(
    ("change", "left"),
    [(imports_more, 4), (imports_reworded, 3), (leaves_one_out, 2), (leaves_one_out_and_imports_another, 3)],
)
async def test_a_statement_covers_only_the_drafts_that_it_was_asked_about(
    chat: Chat, olga: Human, change: Callable[[Human], Awaitable[None]], left: int
) -> None:
    await sends(olga, WITH_COUNTRY)
    await olga.presses("✅ Import")
    await olga.presses("✅ Publish all (3)")
    question = olga.phone.last()
    statement = olga.phone.found("📝 Yes, when they registered", None).action["callback_data"]
    await change(olga)
    await olga.does("presses_stale", question, statement)
    assert "The drafts have changed meanwhile." in olga.sees()
    assert f"Publish {left} drafts?" in olga.sees()
    assert set(await statuses(chat)) <= {ListingStatus.INVITED, ListingStatus.DELETED}
    assert f"✅ {left} listings are published." in await olga.presses("📝 Yes, when they registered")


async def test_a_statement_about_one_draft_covers_only_its_text(chat: Chat, olga: Human) -> None:
    await sends(olga, WITH_COUNTRY)
    await olga.presses("✅ Import")
    await olga.presses("📝 Look through")
    await olga.presses("📦 灌溉控制器")
    await olga.presses("✅ Publish")
    question = olga.phone.last()
    statement = olga.phone.found("📝 Yes, when they registered", None).action["callback_data"]
    await imports_reworded(olga)
    await olga.does("presses_stale", question, statement)
    assert "The drafts have changed meanwhile." in olga.sees()
    assert await statuses(chat) == [ListingStatus.INVITED] * 3
    assert "✅ 1 listing is published." in await olga.presses("📝 Yes, when they registered")

"""A fair at which something happens: many of the sample's people ask for introductions, and many accept."""

from typing import Any, Final

from playwright.async_api import Page

_CAST: Final = 6  # who is played in pictures, the organizer among them
_ASKING: Final = 34
_READING_MS: Final = 25_000  # in which a bot that has just started reads the whole sample
_ROUND_MS: Final = 5000  # the bot answers all of them within a fraction of it


async def introduces_many(page: Page, url: str) -> None:
    """By the people's API, everybody at once: look at the matches, ask, send; then whoever was asked accepts."""
    await page.wait_for_timeout(_READING_MS)
    world = await (await page.request.get(f"{url}api/world")).json()
    people = [person["id"] for person in world["people"]][_CAST:]
    for act in ({"text": "/matches"}, {"label": "🤝"}, {"label": "✅"}):
        await _all(page, url, people[:_ASKING], act)
    await _all(page, url, people[: 2 * _ASKING], {"label": "✅"})


async def _all(page: Page, url: str, people: list[int], act: dict[str, Any]) -> None:
    """Who has no such button is refused by the API, and was not asked."""
    what = "messages" if "text" in act else "presses"
    for person in people:
        await page.request.post(f"{url}api/people/{person}/{what}", data=act)
    await page.wait_for_timeout(_ROUND_MS)

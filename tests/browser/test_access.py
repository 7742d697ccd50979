"""The page for everybody: by keyboard, by ear, on a phone, in the dark."""

import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.scene import Scene
from tests.wire.pictures import png

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

_NAMELESS = """() => [...document.querySelectorAll('button, a, input, textarea, select, [role]')]
  .filter(node => node.checkVisibility() && node.role !== 'status')
  .filter(node => !(node.ariaLabel || node.textContent.trim() || node.placeholder || node.labels?.length))
  .map(node => node.outerHTML.slice(0, 120))"""
_TWICE = """() => { const ids = [...document.querySelectorAll('[id]')].map(node => node.id);
  return ids.filter((id, at) => ids.indexOf(id) !== at); }"""
_WITHOUT_ALT = "() => [...document.images].filter(image => !image.hasAttribute('alt')).length"
# Every text against the first ground behind it that is not transparent, by WCAG 2's formula; gradients are skipped.
_PALE = """() => {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const rgba = colour => { canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data]; };
  const linear = c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  const light = colour => colour.slice(0, 3).map(c => linear(c / 255))
    .reduce((sum, c, at) => sum + c * [0.2126, 0.7152, 0.0722][at], 0);
  const ground = node => { for (; node; node = node.parentElement) { const style = getComputedStyle(node);
    if (style.backgroundImage !== 'none') return null; const found = rgba(style.backgroundColor);
    if (found[3] > 250) return found; if (found[3] > 5) return null; } return [255, 255, 255]; };
  const found = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const node = texts.currentNode.parentElement;
    if (!texts.currentNode.data.trim() || !node.checkVisibility({ opacityProperty: true })) continue;
    const behind = ground(node); if (!behind) continue;
    const [a, b] = [light(rgba(getComputedStyle(node).color)), light(behind)];
    const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    const words = texts.currentNode.data.trim().slice(0, 30);
    if (contrast < 4.5) found.push(`${contrast.toFixed(2)} ${node.className} ${words}`);
  }
  return found; }"""
_SHIFTS = """() => new Promise(done => { let sum = 0;
  new PerformanceObserver(list => list.getEntries().forEach(entry => { sum += entry.value; }))
    .observe({ type: 'layout-shift', buffered: true });
  setTimeout(() => done(sum), 300); })"""


async def told(page: Page) -> None:
    assert await page.evaluate(_NAMELESS) == []
    assert await page.evaluate(_TWICE) == []
    assert await page.evaluate(_WITHOUT_ALT) == 0
    assert await page.evaluate(_PALE) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_everything_has_a_name_and_can_be_read(scene: Scene, visit: Visit, scheme: str) -> None:
    keyboard = {
        "inline_keyboard": [[{"text": "Yes", "callback_data": "1"}, {"text": "Web", "url": "https://e.example"}]]
    }
    scene.says("Mei", "<b>Hello</b> <code>code</code> https://e.example", parse_mode="HTML", reply_markup=keyboard)
    scene.says("Mei", "/help", reply_markup={"keyboard": [[{"text": "A key"}]]})
    scene.person("Mei").types("My own words")
    scene.person("Mei").sends_photo(png(30, 20), caption="Look")
    visitor = await visit(scene.url, color_scheme=scheme)
    page = visitor.page
    await (await visitor.plays("Mei")).sees("My own words")
    await told(page)
    await page.get_by_role("button", name="Menu").click()
    await told(page)
    await page.get_by_role("menuitem", name="What the bot calls").click()
    await page.get_by_role("button", name="New person").click()
    await told(page)
    assert await page.evaluate("document.documentElement.lang") == "en"


async def test_everything_can_be_done_by_keyboard(scene: Scene, visit: Visit) -> None:
    choice = {"inline_keyboard": [[{"text": "Yes", "callback_data": "1:yes"}]]}
    scene.says("Ana", "Will you?", reply_markup=choice)
    visitor = await visit(scene.url, width=700)
    keys = visitor.page.keyboard
    await keys.press("Control+k")
    await keys.type("An")
    await keys.press("ArrowDown")
    await keys.press("Enter")
    ana = visitor.phone("Ana")
    await expect(ana.pane.get_by_role("textbox")).to_be_focused()
    await keys.type("By keyboard")
    await keys.press("Enter")
    await ana.sees("By keyboard")
    for _ in range(20):
        await keys.press("Shift+Tab")
        if await visitor.page.evaluate("document.activeElement.textContent") == "Yes":
            break
    await keys.press("Enter")
    written, pressed = await scene.heard(2)
    assert written["message"]["text"] == "By keyboard"
    assert pressed["callback_query"]["data"] == "1:yes"


async def test_nothing_jumps(scene: Scene, visit: Visit) -> None:
    for number in range(30):
        scene.says("Mei", f"Message {number}")
        scene.person("Mei").sends_photo(png(320, 240))
    visitor = await visit(scene.url)
    await visitor.plays("Mei")
    scene.says("Mei", "The last one")
    await visitor.phone("Mei").sees("The last one")
    shifts = await visitor.page.evaluate(_SHIFTS)
    assert shifts < 0.05


async def test_the_end_stays_in_sight_when_the_column_becomes_narrower(scene: Scene, visit: Visit) -> None:
    for number in range(30):
        scene.says("Mei", f"Message {number} with so many words that they take more lines the narrower the column is")
    visitor = await visit(scene.url, width=1280)
    mei = await visitor.plays("Mei")
    for more in ("What the bot calls", "What the bot calls"):
        await visitor.page.get_by_role("button", name="Menu").click()
        await visitor.page.get_by_role("menuitem", name=more).click()
        await visitor.page.wait_for_timeout(200)
        await expect(mei.log.get_by_text("Message 29")).to_be_in_viewport()
        await expect(mei.pane.get_by_role("button", name="To the newest message")).to_be_hidden()


async def test_a_phone_shows_one_thing_at_a_time(scene: Scene, visit: Visit) -> None:
    visitor = await visit(scene.url, width=390, height=844, has_touch=True)
    page = visitor.page
    people = page.get_by_role("complementary", name="People")
    await expect(people).to_be_visible()
    ana = await visitor.plays("Ana")
    await expect(people).to_be_hidden()
    await expect(ana.pane).to_be_visible()
    assert await page.evaluate("document.documentElement.scrollWidth") == 390
    await ana.pane.get_by_role("button", name="Back to the people").click()
    await expect(ana.pane).to_be_hidden()


async def test_the_page_is_dark_after_choosing_dark(scene: Scene, visit: Visit) -> None:
    visitor = await visit(scene.url, color_scheme="light")
    page = visitor.page
    ground = "getComputedStyle(document.body).backgroundColor"
    light = await page.evaluate(ground)
    await page.get_by_role("button", name="Menu").click()
    await page.get_by_role("menuitem", name="Dark").click()
    dark = await page.evaluate(ground)
    assert dark != light
    await page.reload()
    await page.wait_for_selector("html[data-ready]")
    assert await page.evaluate(ground) == dark


async def test_the_page_is_available_in_chinese_and_serbian(scene: Scene, visit: Visit) -> None:
    visitor = await visit(scene.url)
    for language, words in (("简体中文", "新建人物"), ("srpski", "Nova osoba")):
        await visitor.page.locator("#open-menu").click()
        await visitor.page.get_by_role("menuitem", name=language).click()
        await expect(visitor.page.locator("#new-person")).to_have_text(words)


@pytest.mark.parametrize(
    ("locale", "words"),
    [("zh-TW", "新建人物"), ("hr-HR", "Nova osoba"), ("de-DE", "New person"), ("en-CA", "New person")],
)
async def test_the_page_starts_in_the_language_of_the_browser(
    scene: Scene, visit: Visit, locale: str, words: str
) -> None:
    visitor = await visit(scene.url, locale=locale)
    await expect(visitor.page.locator("#new-person")).to_have_text(words)


async def test_a_long_last_message_is_not_cut_inside_an_emoji(scene: Scene, visit: Visit) -> None:
    scene.says("Mei", "a" * 88 + "🤝" * 5)
    visitor = await visit(scene.url)
    line = visitor.page.locator(f"[data-key='person-{scene.person('Mei').id}'] .last span").first
    await expect(line).to_contain_text("a🤝")
    assert await line.evaluate("node => node.textContent.isWellFormed()")

"""Markup to entities, counted in UTF-16 units."""

import pytest

from bot.sandbox.world import Refusal
from bot.sandbox.world.formatted import formatted
from bot.sandbox.world.text import cut


def shown(raw: str) -> tuple[str, list[tuple[str, str]]]:
    """The text, and each entity's type with what it covers."""
    users = {7: {"id": 7, "is_bot": False, "first_name": "Mei"}}
    text, entities = formatted(raw, parse_mode="HTML", users=users.get)
    return text, [(e["type"], cut(text, e)) for e in entities]


@pytest.mark.parametrize(
    ("raw", "text", "entities"),
    [
        ("<b>温室</b> 😀 <i>x</i>", "温室 😀 x", [("bold", "温室"), ("italic", "x")]),
        ("<b>a<i>b</i></b>", "ab", [("bold", "ab"), ("italic", "b")]),
        ("  <b> a </b>  ", " a", [("bold", " a")]),
        ("a\r\n\tb", "a\n b", []),
        ("&#128512;&lt;&amp;lt;&nbsp;", "😀<&lt;&nbsp;", []),
        ("<pre><code class='language-py'>x</code></pre>", "x", [("pre", "x")]),
        ("<code>/start @name a.rs</code>", "/start @name a.rs", [("code", "/start @name a.rs")]),
        ("<a href='not an address'>x</a>", "x", []),
        ("<a href='tg://user?id=7'>Mei</a> <a href='tg://user?id=8'>who</a>", "Mei who", [("text_mention", "Mei")]),
        ("/start x", "/start x", [("bot_command", "/start")]),
        ("see a.rs/x, b@c.rs", "see a.rs/x, b@c.rs", [("url", "a.rs/x"), ("email", "b@c.rs")]),
        ("https://a.rs/p?q=1. #tag $EUR @name", None, ["url", "hashtag", "cashtag", "mention"]),
        ("<b> </b>x", "x", []),
        ("2/3 a/b 1.5", "2/3 a/b 1.5", []),
    ],
)
def test_html(raw: str, text: str | None, entities: list[object]) -> None:
    seen, found = shown(raw)
    assert seen == (raw if text is None else text)
    assert [kind for kind, _ in found] == entities or found == entities


@pytest.mark.parametrize(
    "raw", ["<b", "<span class='x'>y</span>", "</b>", "<b></i>", "<tg-unknown>x</tg-unknown>", "<>", "x</"]
)
def test_html_is_refused(raw: str) -> None:
    with pytest.raises(Refusal) as caught:
        shown(raw)
    assert caught.value.description.startswith("Bad Request: can't parse entities: ")


@pytest.mark.parametrize("entities", [[{"type": "bold"}], [{"type": "sparkling", "offset": 0, "length": 1}]])
def test_given_entities_are_checked(entities: list[dict[str, object]]) -> None:
    with pytest.raises(Refusal, match="can't parse MessageEntity"):
        formatted("x", entities=entities, users={}.get)


def test_given_entities_beyond_the_text_are_left_out() -> None:
    entities = [
        {"type": "bold", "offset": 0, "length": 9},
        {"type": "italic", "offset": 0, "length": 1},
        {"type": "url", "offset": 0, "length": 1},
    ]
    assert formatted("x", entities=entities, users={}.get)[1] == [{"type": "italic", "offset": 0, "length": 1}]

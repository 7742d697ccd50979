"""The HTML part of a mail: words of an operator and addresses of pages stay words and addresses."""

from html.parser import HTMLParser

from bot.i18n.translator import translator_for
from handlers.mail.mail_views import Frame, consent, mail_text
from storage.vocabulary import Language
from tests.factories import NOW

LINK = "https://fair.example.org/m/x?a=1&lt=2"
OPERATOR = "R&lt;D Fairs <team@fair.example.org>"


class Reader(HTMLParser):
    """What a mail program shows."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str | None] = []
        self.words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.links.append(dict(attrs)["href"])

    def handle_data(self, data: str) -> None:
        self.words += data


def test_both_parts_say_the_same() -> None:
    frame = Frame(link=LINK, stop=f"{LINK}/stop", expires_at=NOW, operator=OPERATOR)
    written = mail_text([consent(translator_for(Language.EN), "Senzor d.o.o.", "R&D <Fair>")], frame)
    reader = Reader()
    reader.feed(written.html)
    assert reader.links == [LINK, f"{LINK}/stop"]
    for said in (f"Who writes to you: {OPERATOR}", "the list of exhibitors of R&D <Fair>."):
        assert said in reader.words
        assert said in written.text

"""`partnerbridge messages`: everything that the bot says, for proofreading."""

from typer.testing import CliRunner

from bot.cli.main import app
from bot.i18n.catalog import sentences
from bot.i18n.translator import translator_for
from storage.vocabulary import Language


def test_every_message_is_printed_below_its_dialog() -> None:
    printed = CliRunner().invoke(app, ["messages", "--language", "zh"]).stdout
    t = translator_for(Language.ZH)
    for _, _, msgid in sentences():
        forms = t.unfilled(msgid) if isinstance(msgid, str) else t.unfilled(*msgid[:2])
        assert all(line in printed for form in forms for line in form.splitlines()), msgid
    _, _, dialog = printed.partition("══ handlers/people/first_message: ")
    assert dialog.startswith("The first message of a newcomer")
    assert "views.py:" in dialog.partition("══")[0]
    assert "✅ 我同意：发布并为我引荐" in dialog.partition("══")[0]

"""`partnerbridge sandbox`: what the program does, without Telegram."""

from pathlib import Path

from bot.cli_match import Format, match
from bot.cli_output import tell

_SAMPLE = Path(__file__).parent / "sample"


def sandbox() -> None:
    """Rank a sample of needs and offers from several countries and languages."""
    match(
        needs=_SAMPLE / "needs.jsonl",
        offers=_SAMPLE / "offers.jsonl",
        top=2,
        format=Format.TABLE,
        same_country=False,
        encoder="builtin",
    )
    tell("")
    tell("This was a sample. `partnerbridge match --needs FILE --offers FILE` ranks your own spreadsheets.")
    tell("To run the bot: ask @BotFather on Telegram for a token, put it into a file named .env as")
    tell("    PARTNERBRIDGE_TOKEN=123456789:AbCdEf...")
    tell("and start `partnerbridge run`. `partnerbridge check` tries the settings out first.")

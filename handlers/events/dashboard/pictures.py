"""The three charts in the organizer's language."""

from bot.charts import event as charts
from bot.i18n.translator import Translator
from bot.matching.places import country_name
from bot.usecases.events.dashboard import Dashboard
from bot.usecases.events.names import in_language
from storage.vocabulary import IntroductionStatus, Outcome

_REAL = (Outcome.TALKING, Outcome.MET, Outcome.NEGOTIATING, Outcome.SIGNED)


def draw(t: Translator, found: Dashboard) -> list[tuple[str, bytes]]:
    """Returns (file name, PNG). Slow: call it in a thread."""
    title = in_language(found.event.names, t.language)
    codes = {code for pair in found.met for code in pair}
    names = {code: country_name(code, t.language) for code in codes}
    series = [
        (t("participants"), found.by_day["joined"]),
        (t("introductions proposed"), found.by_day["proposed"]),
        (t("introductions accepted"), found.by_day["accepted"]),
    ]
    return [
        ("funnel.png", charts.funnel(title, steps_of(t, found))),
        ("countries.png", charts.meetings(t("Who met whom"), found.met, names, t("No introductions accepted yet."))),
        ("time.png", charts.timeline(t("By day"), series, t.date)),
    ]


def steps_of(t: Translator, found: Dashboard) -> list[tuple[str, int]]:
    return [
        (t("People"), found.people),
        (t("Companies"), sum(found.companies.values())),
        (t("Listings"), sum(found.listings.values())),
        (t("Matches"), found.matches),
        (t("Introductions proposed"), found.proposed),
        (t("Accepted"), found.introductions.get(IntroductionStatus.ACCEPTED, 0)),
        (t("It led to a result"), sum(found.outcomes.get(outcome, 0) for outcome in _REAL)),
    ]

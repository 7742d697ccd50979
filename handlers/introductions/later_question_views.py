"""Questions about one's own company that the other side of an introduction would ask."""

from dataclasses import replace
from typing import Final

from bot.i18n.translator import Translator, mark
from handlers.people.buttons import ADDED, CompanyAct, CompanyPress
from handlers.ui.view import Button, View, row
from storage.ids import CompanyId

_WHY: Final = {
    CompanyAct.ADD_WEBSITE: mark(
        "💡 Partners look at the website first. Add yours: only those you are connected with see it."
    ),
    CompanyAct.ADD_ROLE: mark(
        "💡 Partners want to know whom they talk to. Add your role: only those you are connected with see it."
    ),
    CompanyAct.ADD_SIZE: mark("💡 Your card does not say how many people work with you. Partners often ask for that."),
    CompanyAct.ADD_CITY: mark(
        "💡 Partners may want to visit you. Add your city: only those you are connected with see it."
    ),
}
_LABELS: Final = {
    CompanyAct.ADD_WEBSITE: mark("Website"),
    CompanyAct.ADD_ROLE: mark("Your role"),
    CompanyAct.ADD_SIZE: mark("Size"),
    CompanyAct.ADD_CITY: mark("City"),
}


def with_later_question(t: Translator, view: View, company_id: CompanyId, field: str) -> View:
    """Adds a button that adds a field of the company, with the reason for it."""
    act = next(act for act, added in ADDED.items() if added == field)
    add = Button(text=f"➕ {t(_LABELS[act])}", press=CompanyPress(company_id, act))
    return replace(view, text=f"{view.text}\n\n{t(_WHY[act])}", rows=(*view.rows, row(add)))

"""The alert rules and the dashboard ask for figures, labels and values that exist."""

import json
import re
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from bot.metrics import Metrics
from bot.telegram.update_handling import Outcome
from storage.database import Database
from storage.vocabulary import DeliveryStatus
from tests.clock import Clock

FOLDER: Final = Path(__file__).parents[2] / "bot" / "docs" / "monitoring"
RULES: Final = yaml.safe_load((FOLDER / "alerts.yaml").read_text("utf-8"))["groups"][0]["rules"]
DASHBOARD: Final = json.loads((FOLDER / "dashboard.json").read_text("utf-8"))
EXPRESSIONS: Final = {
    **{rule["alert"]: rule["expr"] for rule in RULES},
    **{f"{panel['title']} {t['refId']}": t["expr"] for panel in DASHBOARD["panels"] for t in panel["targets"]},
}
LABELS: Final = {"le", "instance"}  # of Prometheus itself
VALUES: Final = {*Outcome, *DeliveryStatus, "delivery", "in_use", "idle"}


@pytest.fixture(scope="module")
def figures() -> dict[str, set[str]]:
    """Names as Prometheus stores them, with their labels."""
    metrics = Metrics(Database("sqlite+aiosqlite:///unused.sqlite3"), Clock())
    found: dict[str, set[str]] = {}
    for collector in set(metrics._registry._collector_to_names):
        (described,) = collector.describe()
        labels = set(collector._labelnames)
        for ending in {"counter": ("_total",), "histogram": ("_bucket", "_sum", "_count")}.get(described.type, ("",)):
            found[described.name + ending] = labels
    return found


def parts(expression: str) -> list[tuple[str, str]]:
    """(name, selector) of every figure in an expression."""
    return re.findall(r"(partnerbridge_\w+)(?:\{([^}]*)\})?", expression)


@pytest.mark.parametrize("where", EXPRESSIONS)
def test_figures_labels_and_values_exist(where: str, figures: dict[str, set[str]]) -> None:
    expression = EXPRESSIONS[where]
    assert parts(expression), "it asks for nothing of ours"
    for name, selector in parts(expression):
        assert name in figures
        for label, values in re.findall(r'(\w+)=~?"([^"]*)"', selector):
            assert label in figures[name]
            assert set(values.split("|")) <= VALUES
    grouped = {each.strip() for found in re.findall(r"by \(([^)]*)\)", expression) for each in found.split(",")}
    assert grouped <= LABELS.union(*(figures[name] for name, _ in parts(expression)))
    assert expression.count("(") == expression.count(")")


def test_every_figure_is_on_the_dashboard_and_in_the_documentation(figures: dict[str, set[str]]) -> None:
    shown = "".join(t["expr"] for panel in DASHBOARD["panels"] for t in panel["targets"])
    told = (FOLDER.parent / "deploy.md").read_text("utf-8")
    for name in figures:
        stem = re.sub(r"_(bucket|sum|count)$", "", name)
        assert stem in shown
        assert f"`{stem}" in told


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["alert"])
def test_an_alert_says_what_is_wrong_and_how_urgent_it_is(rule: dict[str, Any]) -> None:
    assert set(rule) <= {"alert", "expr", "for", "labels", "annotations"}
    assert rule["labels"]["severity"] in {"page", "ticket"}
    assert rule["annotations"]["summary"].endswith(".")
    assert re.fullmatch(r"\d+[smh]", rule.get("for", "0s"))


def test_panels_do_not_overlap() -> None:
    places = [(panel["gridPos"]["x"], panel["gridPos"]["y"]) for panel in DASHBOARD["panels"]]
    assert len(set(places)) == len({panel["id"] for panel in DASHBOARD["panels"]}) == len(places)

"""The sponsor's line and logo at the foot of a page."""

import io
from collections.abc import Callable
from datetime import UTC, date, datetime

import numpy as np
import pytest
from PIL import Image

from bot.charts import announcement, event
from bot.charts.sponsor import Sponsor
from storage.vocabulary import Language

RED = (204, 34, 0)
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def logo(width: int, height: int) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), RED).save(out, format="PNG")
    return out.getvalue()


def report(sponsor: Sponsor | None) -> bytes:
    return announcement.draw(Language.EN, [("Reached", 3)], [NOW], sponsor=sponsor)


def results(sponsor: Sponsor | None) -> bytes:
    panel = event.Panel(title="Sectors", bars=[("Food", 3)], nothing="None yet.")
    days = [("participants", {date(2026, 3, 2): 3})]
    page = event.Results(
        title="Fair", subtitle="", figures=[("A", 1)], panels=[panel] * 4, days_title="Days", days=days, sponsor=sponsor
    )
    return event.draw(page, str)[0]


def place_of(picture: bytes, colour: tuple[int, int, int] = RED) -> tuple[int, int, int, int] | None:
    """Returns (left, top, right, bottom) of what has this colour."""
    opened = np.asarray(Image.open(io.BytesIO(picture)).convert("RGB"), dtype=np.int16)
    same = (np.abs(opened - colour) < 40).all(axis=2)
    return Image.fromarray(same).getbbox()


@pytest.mark.parametrize("page", [report, results])
@pytest.mark.parametrize(("width", "height"), [(600, 200), (200, 600), (600, 20)])
def test_a_logo_stands_at_the_foot_with_its_proportions(
    page: Callable[[Sponsor | None], bytes], width: int, height: int
) -> None:
    picture = page(Sponsor(words="Sponsor: Zelengora Bank", logo=logo(width, height)))
    place = place_of(picture)
    assert place is not None
    left, top, right, bottom = place
    whole = Image.open(io.BytesIO(picture))
    assert top > whole.height * 0.6
    assert right < whole.width * 0.35, "the line has room beside it"
    assert (right - left) / (bottom - top) == pytest.approx(width / height, rel=0.2)


@pytest.mark.parametrize("page", [report, results])
def test_without_a_sponsor_there_is_no_foot(page: Callable[[Sponsor | None], bytes]) -> None:
    assert place_of(page(None)) is None
    assert place_of(page(Sponsor(words="Sponsor: Zelengora Bank"))) is None

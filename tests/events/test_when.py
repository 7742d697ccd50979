"""The beginning and the end of something, as people type them, and codes of events."""

from datetime import datetime

import pytest

from bot.reading.spans import read_span
from bot.usecases.events.codes import as_typed

NOW = datetime.fromisoformat("2026-11-10T10:00+01:00")  # a Tuesday


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("12.11.2026 14:00 – 15:30", "11-12 14:00", "11-12 15:30"),
        ("12.11. 14-15h", "11-12 14:00", "11-12 15:00"),
        ("tomorrow 2-3 pm", "11-11 14:00", "11-11 15:00"),
        ("tomorrow 11-1 pm", "11-11 11:00", "11-11 13:00"),
        ("明天下午2点到3点半", "11-11 14:00", "11-11 15:30"),
        ("14:00-15:30 12.11.2026", "11-12 14:00", "11-12 15:30"),
        ("u petak od 9 do 10 i 30", "11-13 09:00", "11-13 10:30"),
        ("12. November von 14 bis 15 Uhr", "11-12 14:00", "11-12 15:00"),
        ("12 ноября с 14 до 15:30", "11-12 14:00", "11-12 15:30"),
        ("12.11.2026 14:00 - 13.11.2026 16:00", "11-12 14:00", "11-13 16:00"),
        ("12.11.2026 22:00 - 01:00", "11-12 22:00", "11-13 01:00"),
        ("2.3.2026 12:00 – 13:30", "03-02 12:00", "03-02 13:30"),
    ],
)
def test_a_beginning_and_an_end(text: str, start: str, end: str) -> None:
    span = read_span(text, NOW)
    assert span is not None
    assert [moment.strftime("%m-%d %H:%M") for moment in span if moment] == [start, end]


def test_a_beginning_alone_has_no_end() -> None:
    assert read_span("12.11.2026 14:00", NOW) == (datetime.fromisoformat("2026-11-12T14:00+01:00"), None)


@pytest.mark.parametrize(
    "text", ["3-5 December 14:00", "12.11.2026 15:30 - 14:00", "tomorrow", "14:00, 90 minutes", "banana 14-15h", ""]
)
def test_times_with_unknown_words_are_refused(text: str) -> None:
    assert read_span(text, NOW) is None


@pytest.mark.parametrize(
    "typed",
    ["ABCD2345", "abcd 2345", "ABCD-2345", "ＡＢＣＤ２３４５", '"ABCD2345"', "«ABCD2345»", "ABCD2345.", "“abcd2345”，",
     "https://t.me/PartnerBridgeBot?start=e_ABCD2345", "t.me/PartnerBridgeBot?start=e_ABCD2345.",
     "https://t.me/PartnerBridgeBot?start=e_ABCD2345&x=1", "join here: t.me/PartnerBridgeBot?start=e_ABCD2345 see you",
     "code: abcd2345", "The code is ABCD2345, booth 7", "ABCD2345 in PAVILON1", "活动代码：ＡＢＣＤ２３４５。"],
)  # fmt: skip
def test_a_code_is_found_however_it_was_typed_or_pasted(typed: str) -> None:
    assert as_typed(typed) == "ABCD2345"

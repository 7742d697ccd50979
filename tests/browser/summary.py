"""Says at the end of a test run, where nobody overlooks it, that no browser was there to test in."""

import pytest

from tests.browser.found import MISSING


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = [report for report in terminalreporter.stats.get("skipped", []) if MISSING in str(report.longrepr)]
    if skipped:
        terminalreporter.section("the page was NOT tested", sep="!", red=True, bold=True)
        terminalreporter.line(f"{len(skipped)} browser tests were skipped: {MISSING}.", red=True)

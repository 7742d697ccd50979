"""Whatever people do, nobody is sent anything that tells who somebody else is before both have accepted.

Hypothesis makes up the plays: people of five companies press, type, search, ask, answer, rename and leave, and write
who they are wherever they can. After each act everything that was sent is read.
"""

import asyncio
import os
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test

from handlers.introductions.buttons import IntroAct
from tests.clock import Clock
from tests.leak.acting import COMMANDS, WANTED, Actor, time_passes
from tests.leak.cast import CAST, FILLERS, plain
from tests.leak.stage import Stage, staged
from tests.leak.watching import Watch

PLAYS: Final = int(os.environ.get("PARTNERBRIDGE_LEAK_PLAYS", "16"))
ACTS: Final = int(os.environ.get("PARTNERBRIDGE_LEAK_ACTS", "80"))

WHO = st.integers(0, len(CAST) - 1)
WHICH = st.integers(0, 30)
FEW = st.integers(0, 3)
SPELLING = st.integers(0, 40)
FILLER = st.sampled_from(FILLERS)
WRITING = st.sampled_from([IntroAct.ASK, IntroAct.ANSWER, IntroAct.WRITE])


class Plays(RuleBasedStateMachine):
    stage: Stage
    folder: Path
    runner: asyncio.Runner
    done: Counter[str]

    def __init__(self) -> None:
        super().__init__()
        self.play = self.stage.play(self.folder, self.done["plays"], Clock())
        self.done["plays"] += 1
        self.runner.run(self.play.begin())
        self.actors = [Actor(self.play, phone) for phone in self.play.phones]
        self.watch = Watch(self.play.world, self.play.program.services.database)
        self.runner.run(self.watch.leaks())
        self.told: list[str] = []
        self.gone = 0

    def does(self, what: str, act: Any) -> None:
        self.told.append(what)
        done = self.runner.run(act)
        self.done["acts"] += 1
        self.done[what.split(" ", 1)[1].split(":", maxsplit=1)[0]] += bool(done)
        leaks = self.runner.run(self.watch.leaks())
        self.done["introduced"] = max(self.done["introduced"], len(self.watch.introduced))
        assert not leaks, "\n".join([*leaks, "after:", *self.told])

    def words(self, who: int, spelling: int, filler: tuple[str, str]) -> str:
        """Something of their own that tells who they are now, among other words."""
        known = [
            one for one in (*CAST[who].secrets, *CAST[who].later) if any(n in self.watch.known for n in one.needles)
        ]
        spellings = [each for one in known for each in one.spellings] or ["nobody"]
        return f"{filler[0]} {spellings[spelling % len(spellings)]} {filler[1]}".strip()

    @rule(who=WHO, command=st.sampled_from(COMMANDS))
    def commands(self, who: int, command: str) -> None:
        self.does(f"{who} types {command}", self.actors[who].types(command))

    @rule(who=WHO, which=WHICH, older=st.booleans())
    def presses(self, who: int, which: int, older: bool) -> None:
        self.does(f"{who} presses: {which} {older}", self.actors[who].presses(which, older=older))

    @rule(who=WHO, which=WHICH)
    def presses_gone(self, who: int, which: int) -> None:
        self.does(f"{who} presses gone {which}", self.actors[who].presses_gone(which))

    @rule(who=WHO, what=st.sampled_from(sorted(WANTED)), number=FEW)
    def wants(self, who: int, what: str, number: int) -> None:
        self.does(f"{who} wants {what}", self.actors[who].wants(WANTED[what], number))

    @rule(who=WHO, number=FEW, spelling=SPELLING, filler=FILLER)
    def proposes(self, who: int, number: int, spelling: int, filler: tuple[str, str]) -> None:
        words = self.words(who, spelling, filler)
        self.does(f"{who} proposes: {words}", self.actors[who].proposes(number, words))

    @rule(who=WHO, act=WRITING, number=FEW, spelling=SPELLING, filler=FILLER)
    def writes(self, who: int, act: IntroAct, number: int, spelling: int, filler: tuple[str, str]) -> None:
        words = self.words(who, spelling, filler)
        self.does(f"{who} writes: {act} {words}", self.actors[who].answers(act, number, words))

    @rule(who=WHO, number=FEW, act=st.sampled_from([IntroAct.ACCEPT, IntroAct.ACCEPT, IntroAct.NO, IntroAct.LATER]))
    def answers(self, who: int, number: int, act: IntroAct) -> None:
        self.does(f"{who} answers: {act}", self.actors[who].wants(WANTED[f"introduction: {act.name.lower()}"], number))

    @rule(who=WHO, spelling=SPELLING, filler=FILLER)
    def types(self, who: int, spelling: int, filler: tuple[str, str]) -> None:
        words = self.words(who, spelling, filler)
        self.does(f"{who} says: {words}", self.actors[who].types(words))

    @rule(who=WHO, what=st.sampled_from(["photo", "document", "contact", "edit"]), spelling=SPELLING, filler=FILLER)
    def sends(self, who: int, what: str, spelling: int, filler: tuple[str, str]) -> None:
        words = self.words(who, spelling, filler)
        self.does(f"{who} sends: {what} {words}", self.actors[who].sends(what, words))

    @rule(who=WHO, field=st.sampled_from(["title", "summary"]), spelling=SPELLING, filler=FILLER)
    def changes_listing(self, who: int, field: str, spelling: int, filler: tuple[str, str]) -> None:
        words = f"{self.words(who, spelling, filler)} soil moisture sensors for greenhouses"
        self.does(f"{who} changes listing: {field} {words}", self.actors[who].changes_listing(field, words))

    @rule(who=WHO, website=st.booleans(), back=st.booleans())
    def changes_company(self, who: int, website: bool, back: bool) -> None:
        part = CAST[who]
        name, site = (part.company, part.website) if back else (part.new_company, part.new_website)
        field, value = ("website", site) if website else ("name", name)
        self.does(f"{who} changes company: {value}", self.actors[who].changes_company(field, value))

    @rule(who=WHO, back=st.booleans())
    def is_called(self, who: int, back: bool) -> None:
        part = CAST[who]
        username = part.username if back else part.new_username
        self.does(f"{who} is called: {username}", self.actors[who].is_called(username, part.first))

    @rule(hours=st.sampled_from([1, 24, 24 * 4, 24 * 11]))
    def time_passes(self, hours: int) -> None:
        self.does(f"time passes: {hours}", time_passes(self.play, hours))

    @precondition(lambda self: self.gone < 2)
    @rule(who=WHO, sure=st.integers(0, 5))
    def is_forgotten(self, who: int, sure: int) -> None:
        if sure == 5:
            self.gone += 1
            self.does(f"{who} is forgotten", self.actors[who].is_forgotten())

    def teardown(self) -> None:
        self.runner.run(self.play.end())


def test_each_spelling_holds_what_is_looked_for() -> None:
    for part in CAST:
        for one in (*part.secrets, *part.later):
            for spelling in one.spellings:
                assert any(needle in plain(spelling) for needle in one.needles), spelling


@pytest.mark.slow
def test_no_play_tells_who_somebody_is(sqlite_template: Path) -> None:
    done: Counter[str] = Counter()
    with asyncio.Runner() as runner, tempfile.TemporaryDirectory() as name:
        stage = staged(sqlite_template, Path(name), runner)
        machine = type("Machine", (Plays,), {"stage": stage, "folder": Path(name), "runner": runner, "done": done})
        try:
            run_state_machine_as_test(
                machine,
                settings=settings(
                    max_examples=PLAYS,
                    stateful_step_count=ACTS,
                    deadline=None,
                    suppress_health_check=list(HealthCheck),
                    database=None,
                    # The acts are told with the failure; to make them fewer takes minutes.
                    phases=[Phase.generate],
                ),
            )
        finally:
            print(dict(done))  # noqa: T201 - shown with a failure, and by a campaign
    assert done["introduced"], "nobody was ever introduced: the plays are too short"

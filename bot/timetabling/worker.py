"""Runs `make_timetable` in a separate process, so that the bot can answer meanwhile."""

import asyncio
import os
from multiprocessing import get_context
from multiprocessing.connection import Connection

from bot.timetabling.pins import check_pins
from bot.timetabling.plan import Timetable, make_timetable
from bot.timetabling.problem import Problem

NICENESS = 10  # below the bot's own priority


async def make_timetable_beside(problem: Problem, *, seconds: float, seed: int) -> Timetable:
    """Like make_timetable. Ends the process when cancelled. Raises RuntimeError if the process was killed."""
    check_pins(problem)
    context = get_context("spawn")
    answers, answer = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(answer, problem, seconds, seed), daemon=True)
    # Starting waits until the process has read the problem, which would keep the loop waiting.
    starting = asyncio.ensure_future(asyncio.to_thread(process.start))
    try:
        await asyncio.shield(starting)
        answer.close()
        return await asyncio.to_thread(_receive, answers)
    finally:
        await starting
        process.kill()
        await asyncio.to_thread(process.join)


def _work(answer: Connection, problem: Problem, seconds: float, seed: int) -> None:
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    answer.send(make_timetable(problem, seconds=seconds, seed=seed))


def _receive(answers: Connection) -> Timetable:
    try:
        timetable: Timetable = answers.recv()
    except EOFError as error:
        raise RuntimeError("the planning process ended without a plan") from error
    return timetable

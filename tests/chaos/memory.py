"""What a person remembers of their day, by what they saw on their screen. The auditor holds the database against it."""

from dataclasses import dataclass, field

from bot.sandbox.world.chats import Json


@dataclass(slots=True)
class Memory:
    """Everything here was confirmed to the person by an answer of the bot, but `tried` and what follows it."""

    answers: dict[int, dict[str, str]] = field(default_factory=dict)
    """Draft → question → what the person typed, for each answer after which the next question came."""
    proposed: dict[int, str | None] = field(default_factory=dict)
    """Introduction → the words that went with it."""
    accepted: set[int] = field(default_factory=set)
    declined: set[int] = field(default_factory=set)
    withdrawn: set[int] = field(default_factory=set)
    said: list[str] = field(default_factory=list)
    """Messages of which the bot said that they were passed on."""
    announced: set[int] = field(default_factory=set)
    """Announcements that the organizer saw being sent."""
    imported: list[str] = field(default_factory=list)
    """Names of companies in lists that were taken over."""
    tried: list[str] = field(default_factory=list)
    """Every text that must become at most one row, however often its update came."""
    consents: list[tuple[int, int, int]] = field(default_factory=list)
    """(tick of the world, introduction or 0, meeting or 0) of each press that may have accepted an introduction."""
    finishes: list[int] = field(default_factory=list)
    """Ticks of the world at which the person sent off a form: a proposal accepts the other side's earlier one."""
    acts: list[str] = field(default_factory=list)
    unanswered: list[str] = field(default_factory=list)
    """Acts after which nothing came for so long that the person did something else."""
    slowest_s: float = 0.0


def data_of(message: Json) -> list[str]:
    """The callback data of all buttons of a message."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [button["callback_data"] for row in rows for button in row if "callback_data" in button]

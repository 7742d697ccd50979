"""Errors of the Bot API."""

from typing import Any


class Refusal(Exception):  # noqa: N818 - the Bot API's word for it is "error", ours says what happens
    """Telegram refuses a call: HTTP status, description in Telegram's words, response parameters."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def as_answer(self) -> dict[str, Any]:
        """Returns the response body."""
        answer: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            answer["parameters"] = self.parameters
        return answer


def bad_request(reason: str) -> Refusal:
    return Refusal(400, f"Bad Request: {reason}")


def forbidden(reason: str) -> Refusal:
    return Refusal(403, f"Forbidden: {reason}")


def too_many_requests(retry_after: int) -> Refusal:
    return Refusal(429, f"Too Many Requests: retry after {retry_after}", retry_after=retry_after)


def migrated(chat_id: int) -> Refusal:
    what = "group chat was upgraded to a supergroup chat"
    return Refusal(400, f"Bad Request: {what}", migrate_to_chat_id=chat_id)


def not_simulated(what: str) -> Refusal:
    """Returns a 501, because a 404 would tell clients that the token is wrong."""
    return Refusal(501, f"Not Implemented: {what} is not simulated")

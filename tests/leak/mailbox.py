"""The last company of the cast is held from a list. It reads its mails and answers on the page."""

import re
from dataclasses import dataclass, field
from typing import Final

import httpx

from bot.outbox.mails import MailChannel
from bot.outbox.smtp import Mail
from bot.usecases.mail.mailboxes import MailboxJob
from handlers.mail.page import mail_pages
from tests.leak.cast import CAST
from tests.leak.stage import Play

ADDRESS: Final = CAST[-1].email
ACTS: Final = ("yes", "look", "look", "accept", "say", "say", "no", "later", "outcome", "renew", "stop")
_STATE: Final = re.compile(r'name="state" value="([^"]*)"')


@dataclass(slots=True)
class Mailbox:
    """Everything that was mailed to the company or shown to it on the page, in `shown`."""

    play: Play
    shown: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        for channel in self.play.program.services.outbox._channels:
            if isinstance(channel, MailChannel):
                channel._mailer = self

    async def send(self, mail: Mail) -> None:
        assert mail.to == ADDRESS
        self.shown.append(f"{mail.subject} {mail.text} {mail.html}")
        found = re.search(r"https://\S+/m/[\w-]+", mail.text)
        if found is not None:
            self.links.append(found[0])

    async def acts(self, number: int, which: int, words: str) -> bool:
        """Opens the page of one of the latest mails and sends one of its forms. False without any mail."""
        services = self.play.program.services
        while await MailboxJob(services.database, services.clock).run():
            pass
        await self.play.chat.settle()
        if not self.links:
            return False
        link, act = self.links[-1 - number % len(self.links)], ACTS[which % len(ACTS)]
        transport = httpx.ASGITransport(mail_pages(services))
        async with httpx.AsyncClient(transport=transport, follow_redirects=True) as browser:
            page = (await browser.get(link, params={"l": ("en", "sr-Latn", "zh")[which % 3]})).text
            self.shown.append(page)
            if act != "look":
                state = _STATE.search(page)
                form = {"act": act, "state": state[1] if state else "", "words": words}
                chosen = {"reason": "too_early", "days": "3", "outcome": "met"}
                self.shown.append((await browser.post(link, data=form | chosen)).text)
        await self.play.chat.settle()
        return True

"""The mailbox of the sandbox: what the bot mails can be read, and its links followed."""

from datetime import UTC, datetime

import httpx
import pytest

from bot.outbox.smtp import Mail, MailNotSentError, SmtpMailer
from bot.sandbox.mailbox import mail_server, mailbox_routes
from bot.sandbox.server import serve
from bot.sandbox.world import World
from bot.sandbox.world.snapshot import from_dict, to_dict
from bot.settings.settings import Settings


def mailer(port: int) -> SmtpMailer:
    values = {"smtp_host": "127.0.0.1", "smtp_port": port, "smtp_security": "none", "smtp_from": "bot@sandbox.example"}
    return SmtpMailer(Settings(_env_file=None, **values))


def mail(to: str, text: str) -> Mail:
    html = f"<p>{text}</p>"
    return Mail(
        to=to, subject="Zahtev · 申请 <1>", text=text, number="1", at=datetime(2026, 3, 2, tzinfo=UTC), html=html
    )


async def test_a_mail_is_shown_with_its_link_and_kept(world: World) -> None:
    heard: list[str] = []
    world.listen(lambda event: heard.append(event["kind"]))
    async with (
        mail_server(world) as port,
        serve(world, routes=mailbox_routes(world)) as server,
        httpx.AsyncClient(base_url=server.url, trust_env=False) as client,
    ):
        assert "Još nema mejlova" in (await client.get("/mail?l=sr")).text
        await mailer(port).send(mail("ured@senzor.rs", "Otvorite:\nhttp://127.0.0.1:1/m/abc-d_e\n.tačka <b>"))
        page = (await client.get("/mail")).text
    assert "Zahtev · 申请 &lt;1&gt;" in page
    assert "To: ured@senzor.rs" in page
    assert '<a href="http://127.0.0.1:1/m/abc-d_e"' in page
    assert "\n.tačka &lt;b&gt;" in page
    assert heard[0] == "mail"
    assert from_dict(to_dict(world)).settings["mails"] == world.settings["mails"]


async def test_addresses_that_begin_with_gone_do_not_exist(world: World) -> None:
    async with mail_server(world) as port:
        with pytest.raises(MailNotSentError) as refused:
            await mailer(port).send(mail("gone@senzor.rs", "x"))
    assert refused.value.for_good
    assert "mails" not in world.settings

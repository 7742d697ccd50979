"""Mail as it goes over the wire, to a real server on this machine."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.cli.check import State, mail_finding
from bot.outbox.smtp import Mail, MailNotSentError, SmtpMailer, message_of
from tests.outbox.mail_server import PASSWORD, USER, mail_server

MAIL = Mail(
    to="ana@senzor.rs",
    subject="Vaš kôd · 您的验证码",
    text="Kôd je: 123 456\n您的验证码: 123 456\n",
    number="1.2.3",
    at=datetime(2026, 3, 2, 9, 0, tzinfo=UTC),
)


@pytest.mark.parametrize("security", ["starttls", "tls", "none"])
async def test_a_mail_arrives_as_it_was_written(security: str) -> None:
    async with mail_server(security=security) as server:
        await SmtpMailer(server.settings(smtp_security=security)).send(MAIL)
    (mail,) = server.mails
    assert (mail["To"], mail["Subject"]) == (MAIL.to, MAIL.subject)
    assert mail["From"] == "PartnerBridge <bot@fair.example.org>"
    assert mail["Message-ID"] == "<1.2.3@fair.example.org>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail.get_content().replace("\r\n", "\n") == MAIL.text


async def test_a_server_whose_certificate_is_not_trusted_gets_nothing() -> None:
    async with mail_server() as server:
        mailer = SmtpMailer(server.settings(smtp_ca_file=None))
        with pytest.raises(MailNotSentError):
            await mailer.send(MAIL)
        finding = await mail_finding(server.settings(smtp_ca_file=None))
    assert server.mails == []
    assert finding.state is State.BAD
    assert "certificate is not trusted" in finding.text


async def test_a_server_that_cannot_hide_what_is_said_gets_nothing() -> None:
    async with mail_server(security="none") as server:
        with pytest.raises(MailNotSentError):
            await SmtpMailer(server.settings()).send(MAIL)
    assert server.mails == []


async def test_the_mailer_logs_in() -> None:
    async with mail_server(log_in=True) as server:
        settings = server.settings(smtp_user=USER, smtp_password=PASSWORD)
        await SmtpMailer(settings).send(MAIL)
        good = await mail_finding(settings)
        bad = await mail_finding(server.settings(smtp_user=USER, smtp_password="wrong-one"))
    assert len(server.mails) == 1
    assert good.state is State.GOOD
    assert bad.state is State.BAD
    assert "does not take the user and password" in bad.text
    assert "wrong-one" not in bad.text


@pytest.mark.parametrize(
    ("answer", "for_good"), [("550 no such user", True), ("451 come back later", False), ("553 not here", True)]
)
async def test_permanent_and_temporary_refusals_are_distinguished(answer: str, for_good: bool) -> None:
    async with mail_server() as server:
        server.answers = [answer]
        with pytest.raises(MailNotSentError) as refused:
            await SmtpMailer(server.settings()).send(MAIL)
    assert refused.value.for_good is for_good
    assert "senzor" not in str(refused.value), "logs hold no addresses"


async def test_a_server_that_is_not_there() -> None:
    async with mail_server() as server:
        settings = server.settings()
    with pytest.raises(MailNotSentError) as unreached:
        await SmtpMailer(settings).send(MAIL)
    assert not unreached.value.for_good
    finding = await mail_finding(settings)
    assert finding.state is State.BAD
    assert "does not answer" in finding.text


async def test_a_file_of_certificates_that_is_not_there_is_told_by_name(tmp_path: Path) -> None:
    async with mail_server() as server:
        finding = await mail_finding(server.settings(smtp_ca_file=tmp_path / "nowhere.pem"))
    assert finding.state is State.BAD
    assert "PARTNERBRIDGE_SMTP_CA_FILE" in finding.text


async def test_without_a_server_the_check_says_what_is_lost() -> None:
    async with mail_server() as server:
        settings = server.settings(smtp_host=None, smtp_from=None)
    finding = await mail_finding(settings)
    assert finding.state is State.NOTE
    assert "not by mail" in finding.text


@pytest.mark.parametrize("field", ["to", "subject"])
def test_nothing_is_smuggled_into_the_headers(field: str) -> None:
    values = {"to": MAIL.to, "subject": MAIL.subject, field: f"{MAIL.to}\r\nBcc: everybody@example.org"}
    mail = Mail(text=MAIL.text, number=MAIL.number, at=MAIL.at, **values)
    with pytest.raises(ValueError, match=r"(?i)linefeed|carriage"):
        message_of(mail, sender="bot@fair.example.org")

"""The page on which companies without Telegram answer: an ASGI application.

GET and HEAD change nothing, because mail scanners open every link. Whatever changes something is posted by a form, or
by the mail program for a one-click unsubscribe (RFC 8058).
"""

from dataclasses import dataclass
from functools import partial
from typing import Final
from urllib.parse import parse_qs, urlsplit

from sqlalchemy.ext.asyncio import AsyncSession
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from telegram.error import TelegramError

from bot.context import Services
from bot.errors import DomainError
from bot.i18n.translator import Translator, language_for, translator_for
from bot.usecases import introductions
from bot.usecases.events.names import in_language
from bot.usecases.follow_up import results
from bot.usecases.mail import mailboxes as rules
from bot.usecases.mail.links import LinkSigner, MailLink
from handlers.mail import page_acts, page_views
from handlers.mail.page_html import HEADERS
from handlers.mail.page_views import IntroductionPage
from handlers.ui.notes import error_text
from storage.events import exhibitors
from storage.ids import ByMail
from storage.introductions import introductions as stored
from storage.mail import mailboxes, waiting_introductions
from storage.models import Mailbox
from storage.people import companies
from storage.vocabulary import IntroductionStatus, Language, MailboxStatus

_LARGEST: Final = 64 * 1024  # bytes of a form; a long message has 12,000
_FIELDS: Final = 10
_ENDINGS: Final = {b"%PDF": ".pdf", b"\xff\xd8": ".jpg", b"\x89PNG": ".png", b"OggS": ".ogg", b"ID3": ".mp3"}
_ANSWERING: Final = (MailboxStatus.ASKED, MailboxStatus.CONFIRMED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A request with a signed link, which may have expired, or whose mailbox may have ended."""

    services: Services
    request: Request
    link: MailLink
    mailbox: Mailbox
    t: Translator

    @property
    def has_expired(self) -> bool:
        return self.link.expires_at <= self.services.clock()

    @property
    def has_ended(self) -> bool:
        return self.mailbox.status not in _ANSWERING


def mail_pages(services: Services) -> Starlette:
    """Returns the application. It answers below the path of the public URL, and at the root behind a proxy."""
    signer = LinkSigner(services.settings.links_key)
    routes = [
        Route("/m/{token}", partial(_page, services, signer), methods=["GET", "POST"]),
        Route("/m/{token}/stop", partial(_stop, services, signer), methods=["GET", "POST"]),
        Route("/m/{token}/file/{message:int}", partial(_file, services, signer), methods=["GET"]),
    ]
    prefix = urlsplit(services.settings.public_url or "").path
    return Starlette(routes=[*([Mount(prefix, routes=routes)] if prefix else []), *routes])


async def _page(services: Services, signer: LinkSigner, request: Request) -> Response:
    visit = await _visit(services, signer, request)
    if isinstance(visit, Response):
        return visit
    if request.method != "POST":
        return _closed(visit) or await _shown(visit)
    posted = await _posted(visit)
    if posted is None:
        return _html("", 413)
    if posted.act == "never":
        return await _refused(visit)
    if posted.act == "renew" and not visit.has_ended:
        return await _renewed(visit)
    closed = _closed(visit)
    if closed is not None:
        return closed
    try:
        await page_acts.apply(services, posted)
    except DomainError as error:
        return await _shown(visit, note=error_text(visit.t, error), status=409)
    # The answer to a GET, so that a reload posts nothing again.
    return RedirectResponse(f"?done={posted.act}&l={visit.t.language.value}", 303, headers=HEADERS)


async def _stop(services: Services, signer: LinkSigner, request: Request) -> Response:
    """Asks a person before it ends all mails; a mail program's one-click POST ends them.

    Works with expired links, and for mailboxes that have ended: their address may be listed by another company.
    """
    visit = await _visit(services, signer, request)
    if isinstance(visit, Response):
        return visit
    if request.method == "POST":
        return await _refused(visit)
    return _html(page_views.stop(visit.t, visit.mailbox.address or ""))


async def _file(services: Services, signer: LinkSigner, request: Request) -> Response:
    """Returns a file that the other side sent after both accepted. Telegram keeps it."""
    visit = await _visit(services, signer, request)
    if isinstance(visit, Response):
        return visit
    closed = _closed(visit)
    if closed is not None:
        return closed
    try:
        async with services.database.reading() as session:
            lines = await introductions.my_thread(session, ByMail(visit.mailbox.id), visit.link.introduction_id)
        file_id = next(line.file_id for line in lines if line.id == request.path_params["message"] and line.file_id)
        content = await services.download(file_id)
    except (DomainError, StopIteration, TelegramError):
        return _html(page_views.gone(visit.t), 410)
    name = f"file{_ending(content)}"
    # As a download only, so that no file of a stranger is shown as a page of ours.
    headers = {**HEADERS, "Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type="application/octet-stream", headers=headers)


def _ending(content: bytes) -> str:
    """Returns the ending of the file's name, from its first bytes. Telegram tells no name."""
    return next((ending for start, ending in _ENDINGS.items() if content.startswith(start)), "")


async def _visit(services: Services, signer: LinkSigner, request: Request) -> Visit | Response:
    """Returns the page to show instead for a forged link, or for a mailbox that is gone or has refused."""
    chosen = request.query_params.get("l", "")
    link = signer.read(request.path_params["token"])
    if link is None:
        accepted = request.headers.get("accept-language", "").split(",")[0].split(";")[0]
        return _html(page_views.forged(_translator(chosen, language_for(accepted))), 404)
    async with services.database.reading() as session:
        mailbox = await mailboxes.find(session, link.mailbox_id)
    t = _translator(chosen, Language.EN if mailbox is None else mailbox.language)
    if mailbox is not None and mailbox.status is MailboxStatus.REFUSED:
        return _html(page_views.stopped(t), 410)
    if mailbox is None:
        return _html(page_views.gone(t), 410)
    return Visit(services=services, request=request, link=link, mailbox=mailbox, t=t)


def _closed(visit: Visit) -> Response | None:
    """Returns the page that says why nothing can be answered any more; None if it can."""
    if visit.has_ended:
        return _html(page_views.gone(visit.t), 410)
    return _html(page_views.expired(visit.t), 410) if visit.has_expired else None


def _translator(chosen: str, language: Language) -> Translator:
    return translator_for(Language(chosen) if chosen in set(Language) else language)


async def _posted(visit: Visit) -> page_acts.Posted | None:
    """Returns the form; None if it is too large."""
    body = b""
    async for chunk in visit.request.stream():
        body += chunk
        if len(body) > _LARGEST:
            return None
    try:
        fields = {name: values[0] for name, values in parse_qs(body.decode(), max_num_fields=_FIELDS).items()}
    except ValueError:
        fields = {}
    return page_acts.Posted(link=visit.link, t=visit.t, act=fields.get("act", ""), fields=fields)


async def _shown(visit: Visit, *, note: str = "", status: int = 200) -> Response:
    """Shows the current state. Reads only."""
    note = note or visit.t(page_acts.DONE.get(visit.request.query_params.get("done", ""), ""))
    async with visit.services.database.reading() as session:
        mailbox = await mailboxes.find(session, visit.link.mailbox_id)
        if mailbox is None:
            return _html(page_views.gone(visit.t), 410)
        if mailbox.status is MailboxStatus.ASKED:
            return await _question(session, visit, mailbox, note, status)
        try:
            page = await _introduction(session, visit, mailbox)
        except DomainError:
            return _html(page_views.gone(visit.t), 410)
    return _html(page_views.introduction(visit.t, page, visit.services.clock(), note=note), status)


async def _question(session: AsyncSession, visit: Visit, mailbox: Mailbox, note: str, status: int) -> Response:
    company = await companies.find(session, mailbox.company_id)
    if company is None or not await waiting_introductions.for_company(session, company.id, visit.services.clock()):
        return _html(page_views.gone(visit.t), 410)
    event = await exhibitors.latest_event_of(session, company.id) if mailbox.from_list else None
    name = None if event is None else in_language(event.names, visit.t.language)
    return _html(page_views.consent(visit.t, company.name, name, note=note), status)


async def _introduction(session: AsyncSession, visit: Visit, mailbox: Mailbox) -> IntroductionPage:
    """Raises DomainError if the mailbox may not see the introduction."""
    speaker, number = ByMail(mailbox.id), visit.link.introduction_id
    seen = await introductions.my_introduction(session, speaker, number)
    contact = told = None
    if seen.status is IntroductionStatus.ACCEPTED:
        _, contact = await introductions.my_contact_card(session, speaker, number)
        told = await results.told(session, speaker, number)
    company, row = await companies.find(session, mailbox.company_id), await stored.find(session, number)
    return IntroductionPage(
        seen=seen,
        thread=await introductions.my_thread(session, speaker, number),
        contact=contact,
        told=told,
        company="" if company is None else company.name,
        address=mailbox.address or "",
        token=visit.request.path_params["token"],
        state="" if row is None else await page_acts.state_of(session, row, speaker),
    )


async def _refused(visit: Visit) -> Response:
    async with visit.services.database.writing() as session:
        await rules.refuse(session, visit.link.mailbox_id, visit.services.clock())
    visit.services.outbox.wake()
    return _html(page_views.stopped(visit.t))


async def _renewed(visit: Visit) -> Response:
    async with visit.services.database.writing() as session:
        await rules.ask_for_link(session, visit.link.mailbox_id, visit.link.introduction_id, visit.services.clock())
    visit.services.outbox.wake()
    return _html(page_views.renewed(visit.t))


def _html(content: str, status: int = 200) -> HTMLResponse:
    return HTMLResponse(content, status, headers=HEADERS)

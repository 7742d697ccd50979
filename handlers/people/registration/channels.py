"""The question for contact channels, which are shared only after an introduction."""

import html
from dataclasses import dataclass
from typing import Any, Final

from bot.i18n.translator import Translator, mark
from bot.usecases.people.contact_checks.email import check_email
from bot.usecases.people.contact_checks.failure import CheckFailed, FailureCode
from bot.usecases.people.contact_checks.phone import check_phone
from bot.usecases.people.contact_checks.wechat import check_wechat
from handlers.forms.context import Data, FieldContext
from handlers.forms.form import Accept, Choice, Field, Outcome, Question, Redraw, Refuse
from handlers.forms.user_input import Act, Pressed, SharedContact, Text, UserInput
from handlers.people.labels import CHANNEL_SIGNS, CHANNELS
from storage.vocabulary import ChannelKind

FOUND: Final = "_channels_found"
"""[kind, value] of each channel in what the person wrote before."""
_ENTERING: Final = "_channel_entering"
_ASK: Final = {
    ChannelKind.PHONE: mark("Type your phone number with country code, or send it with the button below."),
    ChannelKind.EMAIL: mark("Type your e-mail address."),
    ChannelKind.WECHAT: mark("Type your WeChat ID."),
}
_WRONG: Final = {
    ChannelKind.PHONE: mark("That is not a valid phone number. For example: <i>+381 64 1234567</i>."),
    ChannelKind.EMAIL: mark("That is not a valid e-mail address. For example: <i>ana@example.com</i>."),
    ChannelKind.WECHAT: mark("A WeChat ID has 6 to 20 letters, digits, _ or -, and starts with a letter."),
}
_NO_COUNTRY_CODE: Final = mark("Add the country code, for example <i>+381</i>.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelsField(Field):
    """Stores a list of [kind, value], the preferred channel first."""

    async def ask(self, ctx: FieldContext) -> Question:
        t, entering = ctx.t, ctx.data.get(_ENTERING)
        if entering:
            kind = ChannelKind(entering)
            request = t("📞 Send my phone number") if kind is ChannelKind.PHONE else None
            return Question(text=t(_ASK[kind]), contact_request=request)
        channels = self._channels(ctx.data)
        have = {ChannelKind(kind) for kind, _ in channels}
        rows = tuple(
            (Choice(f"{'✅' if kind in have else '➕'} {CHANNEL_SIGNS[kind]} {t(label)}", Act.TOGGLE, kind),)
            for kind, label in CHANNELS.items()
        )
        lines = [t("How can partners reach you once both sides have agreed? Put the one you prefer first.")]
        lines += [f"{number}. {html.escape(_worded(t, *channel))}" for number, channel in enumerate(channels, 1)]
        if ctx.data.get(FOUND) and self.key not in ctx.data:
            lines += ["", t("💡 Taken from your message. Tap one to remove it.")]
        done = ((Choice(t("Done"), Act.DONE),),) if channels else ()
        return Question(text="\n".join(lines), choices=rows + done)

    async def read(self, user_input: UserInput, ctx: FieldContext) -> Outcome:
        channels, entering = self._channels(ctx.data), ctx.data.get(_ENTERING)
        match user_input:
            case Pressed(Act.DONE, _) if channels:
                return Accept({self.key: channels, _ENTERING: None})
            case Pressed(Act.TOGGLE, value) if value in CHANNELS:
                return self._toggle(ChannelKind(value), channels)
            case SharedContact(phone, own):
                if not own:
                    return Refuse(ctx.t("That is somebody else's contact. Please send your own, or type the number."))
                return self._add(ChannelKind.PHONE, phone if phone.startswith("+") else f"+{phone}", channels, ctx)
            case Text(text):
                kind = ChannelKind(entering) if entering else _likely_kind(text)
                if kind is not None:
                    return self._add(kind, text, channels, ctx)
        return Refuse(ctx.t("Use the buttons, or type a phone number, e-mail address or WeChat ID."))

    def answered(self, data: Data) -> bool:
        return bool(data.get(self.key))

    def shown(self, ctx: FieldContext) -> str:
        return ctx.t.joined(_worded(ctx.t, *channel) for channel in self._channels(ctx.data))

    def _channels(self, data: Data) -> list[list[str]]:
        """Returns the channels of the draft.

        At first those that the person wrote elsewhere are ticked, and Telegram, because everybody here has it.
        """
        first = [[ChannelKind.TELEGRAM, ""], *data.get(FOUND, [])]
        return [list(channel) for channel in data.get(self.key, first)]

    def _toggle(self, kind: ChannelKind, channels: list[list[str]]) -> Outcome:
        rest = [channel for channel in channels if channel[0] != kind]
        if len(rest) < len(channels):
            return Redraw({self.key: rest})
        if kind is ChannelKind.TELEGRAM:
            return Redraw({self.key: [*channels, [kind, ""]]})
        return Redraw({_ENTERING: kind, self.key: channels})

    def _add(self, kind: ChannelKind, text: str, channels: list[list[str]], ctx: FieldContext) -> Outcome:
        try:
            value = _checked(kind, text, ctx.data.get("country"))
        except CheckFailed as failed:
            wrong = _NO_COUNTRY_CODE if failed.code is FailureCode.PHONE_NO_COUNTRY else _WRONG[kind]
            return Refuse(ctx.t(wrong))
        rest = [channel for channel in channels if channel[0] != kind]
        return Redraw({self.key: [*rest, [kind, value]], _ENTERING: None})


def _checked(kind: ChannelKind, text: str, country: str | None) -> str:
    match kind:
        case ChannelKind.PHONE:
            return check_phone(text, country).e164
        case ChannelKind.EMAIL:
            return check_email(text).address
        case _:
            return check_wechat(text).id


def _likely_kind(text: str) -> ChannelKind | None:
    """Guesses the channel kind of a typed text; None for ordinary words."""
    if "@" in text or "＠" in text:
        return ChannelKind.EMAIL
    if not any(character.isalpha() for character in text):
        return ChannelKind.PHONE
    says_so = any(word in text.casefold() for word in ("wechat", "weixin", "微信"))
    like_an_id = len(text.split()) == 1 and any(character.isdecimal() or character in "_-" for character in text)
    return ChannelKind.WECHAT if says_so or like_an_id else None


def _worded(t: Translator, kind: Any, value: str) -> str:
    return f"{CHANNEL_SIGNS[ChannelKind(kind)]} {value or t(CHANNELS[ChannelKind(kind)])}"

"""Labels of the fixed answers about a company, as message ids."""

import html
from collections.abc import Iterable

from bot.i18n.translator import Translator, mark
from bot.matching.country_names import country_from, with_flag
from handlers.listings.labels import PROFILE_NAMES
from storage.models import Verification
from storage.vocabulary import ChannelKind, CompanyKind, CompanySize, ProfileType, Relation, VerificationMethod

KINDS: dict[str, str] = {
    CompanyKind.COMPANY: mark("🏢 Company"),
    CompanyKind.INSTITUTE: mark("🔬 Institute"),
    CompanyKind.UNIVERSITY: mark("🎓 University"),
    CompanyKind.INVENTOR: mark("💡 Inventor"),
}

SIZES: dict[str, str] = {
    CompanySize.SOLO: mark("Just me"),
    CompanySize.MICRO: mark("2–10 people"),
    CompanySize.SMALL: mark("11–49 people"),
    CompanySize.MEDIUM: mark("50–249 people"),
    CompanySize.LARGE: mark("250 people or more"),
}

RELATIONS: dict[str, str] = {
    Relation.REPRESENTATIVE: mark("I work there"),
    Relation.ADVISER: mark("I represent it as an adviser"),
}
FROM_A_LIST: dict[str, str] = {**RELATIONS, Relation.ORGANIZER: mark("I represent it until its own people join")}
"""For a company that an organizer imported."""
RELATION_NOTES: dict[str, str] = {
    Relation.ADVISER: mark("represented by an adviser"),
    Relation.ORGANIZER: mark("represented for now by the event's organizer"),
}
"""How a company is represented by somebody who does not work there."""

ACTS_AS: dict[str, str] = {
    Relation.ADVISER: mark("acts for it as an adviser"),
    Relation.ORGANIZER: mark("acts for it for now, as the event's organizer"),
}
"""Shown beside the name of that person."""

CHANNELS: dict[ChannelKind, str] = {
    ChannelKind.TELEGRAM: mark("This Telegram account"),
    ChannelKind.PHONE: mark("Phone"),
    ChannelKind.EMAIL: mark("E-mail"),
    ChannelKind.WECHAT: mark("WeChat"),
}

METHODS: dict[VerificationMethod, str] = {
    VerificationMethod.NUMBER: mark("registration number format checked"),
    VerificationMethod.EMAIL: mark("company e-mail verified"),
    VerificationMethod.MODERATOR: mark("checked by the organizers"),
}
"""How a company was verified, after the check mark."""

CHANNEL_SIGNS: dict[ChannelKind, str] = {
    ChannelKind.TELEGRAM: "✈️",
    ChannelKind.PHONE: "📞",
    ChannelKind.EMAIL: "✉️",
    ChannelKind.WECHAT: "💬",
}


def describe_company(
    t: Translator,
    kind: CompanyKind,
    country: str,
    *,
    size: CompanySize | None = None,
    profile_type: ProfileType | None = None,
    verified: Iterable[VerificationMethod] = (),
    represented: bool = False,
) -> str:
    """Returns "🇷🇸 Company · from Serbia · 11–49 people · Technology offer" as HTML, without the company name."""
    parts = [t(KINDS[kind]), country_from(country, t.language)]
    parts += [t(SIZES[size])] if size is not None else []
    parts += [t(PROFILE_NAMES[profile_type])] if profile_type is not None else []
    parts += [t(RELATION_NOTES[Relation.ADVISER])] if represented else []
    parts += [f"✓ {t(METHODS[method])}" for method in verified]
    return with_flag(country, html.escape(" · ".join(parts)))


def verified_line(t: Translator, one: Verification) -> str:
    return f"✓ {t(METHODS[one.method])}" + (f": {html.escape(one.detail)}" if one.detail else "")

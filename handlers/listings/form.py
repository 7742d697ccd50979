"""The form of an offer or a need."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from bot.i18n.translator import Translator, mark
from bot.matching.country_names import country_name, likely_countries
from bot.matching.places import find_places
from bot.matching.regions import REGIONS, region_name
from bot.matching.sectors import all_sectors, find_sectors, sector_label
from handlers.forms.context import Data, FieldContext, FinishContext
from handlers.forms.fields import ChoiceField, MultiField, TextField
from handlers.forms.form import Choice, Field, Finished, Form
from handlers.forms.user_input import Act
from handlers.listings import finish, guesses, other_half, preview
from handlers.listings.fields import AttachmentField, CompanyField
from handlers.listings.labels import DUAL_USE, IPR, MONTHS, PARTNERSHIPS, PROFILE_NAMES, PROFILE_TYPES, STAGES
from storage.vocabulary import PARTNERSHIPS as FITTING
from storage.vocabulary import DualUseAnswer, Kind, ProfileType

_COUNTRIES = 12  # likely target countries, offered before anything is typed
_MOST = 10  # target countries and regions; more than that would mean anywhere


def profile_type(data: Data) -> ProfileType | None:
    return ProfileType(data["profile_type"]) if data.get("profile_type") else None


def _is_technology_offer(data: Data) -> bool:
    return profile_type(data) is ProfileType.TECHNOLOGY_OFFER


def _is_technology(data: Data) -> bool:
    kind = profile_type(data)
    return kind is not None and not kind.is_business


def _has_choice_of_partnership(data: Data) -> bool:
    return profile_type(data) is not ProfileType.RESEARCH_REQUEST


def _types(data: Data) -> Mapping[str, str]:
    kind = data.get("kind")
    return PROFILE_TYPES[Kind(kind)] if kind else PROFILE_NAMES


def _sectors(ctx: FieldContext) -> Mapping[str, str]:
    return {sector: sector_label(sector, ctx.t.language) for sector in all_sectors()}


def _partnerships(ctx: FieldContext) -> Mapping[str, str]:
    kind = profile_type(ctx.data)
    return {value: ctx.t(PARTNERSHIPS[value]) for value in (FITTING[kind] if kind else ())}


def _places(ctx: FieldContext) -> Mapping[str, str]:
    """Returns regions, likely countries, and the countries that were typed or ticked."""
    language = ctx.t.language
    likely = likely_countries(ctx.caller.telegram_language)[:_COUNTRIES]
    more = (*ctx.data.get("_targets_found", ()), *ctx.data.get("targets", ()))
    codes = dict.fromkeys((*REGIONS, *likely, *more))
    return {code: region_name(code, language) if code in REGIONS else country_name(code, language) for code in codes}


def _find_sectors(text: str, _ctx: FieldContext) -> list[str]:
    return [guess.id for guess in find_sectors(text)]


FIELDS: tuple[Field, ...] = (
    CompanyField(key="company_id", label=mark("For")),
    ChoiceField(key="profile_type", label=mark("Kind"), question=mark("What is it about?"), options=_types),
    TextField(
        key="title",
        label=mark("Title"),
        question=mark(
            "Give it a title: what is it, in a few words? Any language is fine.\n"
            "<i>No company name: everybody sees the title.</i>"
        ),
        shortest=5,
        longest=120,
    ),
    TextField(
        key="summary",
        label=mark("Summary"),
        question=mark(
            "Now describe it in a few sentences: what it does, what is special, what you expect of a partner. "
            "Concrete words bring better matches.\n"
            "<i>No names or contact data, please.</i>"
        ),
        shortest=20,
        longest=2000,
        several_lines=True,
    ),
    MultiField(
        key="sectors",
        label=mark("Sectors"),
        question=mark("Which sectors? Tick up to five, or type a word to search."),
        options=_sectors,
        find=_find_sectors,
    ),
    ChoiceField(
        key="stage",
        label=mark("Stage"),
        question=mark("What stage is it at?"),
        options=lambda _: STAGES,
        when=_is_technology_offer,
    ),
    ChoiceField(
        key="dual_use",
        label=mark("Dual use"),
        question=mark(
            "Is it listed as a dual-use item, or does it need an export licence? Many good technologies are. "
            "The organizers then check each introduction before it goes on.\n"
            "<i>This helps both sides and is not legal advice. If you are not sure, say so.</i>"
        ),
        options=lambda _: DUAL_USE,
        when=_is_technology,
    ),
    ChoiceField(
        key="ipr",
        label=mark("Protection"),
        question=mark("How is it protected?"),
        options=lambda _: IPR,
        when=_is_technology_offer,
        optional=True,
    ),
    MultiField(
        key="partnerships",
        label=mark("Cooperation"),
        question=mark("What kind of cooperation do you look for?"),
        options=_partnerships,
        when=_has_choice_of_partnership,
        optional=True,
    ),
    MultiField(
        key="targets",
        label=mark("Partners from"),
        question=mark(
            "Where should partners be? Tick regions or countries, or type them. Skip means anywhere abroad.\n"
            "<i>Add your own country if partners at home are welcome.</i>"
        ),
        options=_places,
        find=lambda text, _: [guess.code for guess in find_places(text)],
        most=_MOST,
        optional=True,
        per_row=2,
        nothing=mark("anywhere abroad"),
    ),
    AttachmentField(key="attachment", label=mark("Attachment")),
    ChoiceField(
        key="months",
        label=mark("Shown for"),
        question=mark("How long should it be shown?"),
        options=lambda _: MONTHS,
        optional=True,
        per_row=2,
    ),
    ChoiceField(
        key="language",
        label=mark("Language"),
        question=mark("Which language is it written in?"),
        options=guesses.languages,
        hidden=True,
        optional=True,
        per_row=2,
    ),
)


async def _derive(ctx: FieldContext) -> Data:
    return _fitting(ctx.data) | await guesses.guess(ctx)


def _fitting(data: Data) -> dict[str, Any]:
    """Drops partnership types that do not fit the profile type, which may have changed."""
    kind, chosen = profile_type(data), data.get("partnerships")
    if kind is None or not chosen:
        return {}
    kept = [value for value in chosen if value in FITTING[kind]]
    return {} if kept == chosen else {"partnerships": kept or None}


def _title(t: Translator, data: Data) -> str:
    if data.get("listing_id"):
        return t("Change the listing")
    kind, company = data.get("kind"), data.get("_company_name")
    title = t("New listing") if kind is None else t("Your offer") if kind == Kind.OFFER else t("Your need")
    return f"{title} · {company}" if company else title


def _finish_label(t: Translator, data: Data) -> str:
    return t("Save") if data.get("listing_id") else t("Publish")


def _finishes(ctx: FieldContext) -> Sequence[Choice]:
    """Returns the buttons of the first publication, which ask for the separate consent to be shown abroad.

    If the person was not asked about dual use of a technology, each button also gives one answer to that.
    """
    t, data = ctx.t, ctx.data
    first = not ctx.caller.shown_abroad
    if data.get("listing_id"):
        return ()
    private = (Choice(t("🔒 Keep it private"), Act.FINISH, _private(data)),) if first else ()
    if _is_technology(data) and not data.get("dual_use"):
        where = finish.ABROAD if first else ""
        return (
            Choice(t("✅ Publish: no export licence needed"), Act.FINISH, f"{where}.{DualUseAnswer.NO}"),
            Choice(t("✅ Publish: may need one, or not sure"), Act.FINISH, f"{where}.{DualUseAnswer.UNSURE}"),
            *private,
        )
    return (Choice(t("✅ Publish abroad"), Act.FINISH, finish.ABROAD), *private) if first else ()


def _private(data: Data) -> str:
    """Returns the value of the private button. A technology counts as possibly dual-use if the person was not asked."""
    unasked = _is_technology(data) and not data.get("dual_use")
    return f"{finish.PRIVATE}.{DualUseAnswer.UNSURE}" if unasked else finish.PRIVATE


def _form(name: str, fields: tuple[Field, ...] = FIELDS, *, collapses: bool = False) -> Form:
    return Form(
        name=name,
        collapses=collapses,
        title=_title,
        fields=fields,
        sent="attachment",
        finish_label=_finish_label,
        preview=preview.preview,
        finish=finish.finish,
        derive=_derive,
        finishes=_finishes,
    )


_LATER: Final = frozenset({"sectors", "stage", "dual_use"})
"""Questions that a listing from one message leaves for the preview."""
_EXPRESS_FIELDS = tuple(replace(field, hidden=True) if field.key in _LATER else field for field in FIELDS)
OFFER, NEED, CHANGE = _form("offer"), _form("need"), _form("change")


async def _finish_express(ctx: FinishContext) -> Finished:
    return await other_half.offer_next(ctx, EXPRESS, await finish.finish(ctx))


EXPRESS = replace(_form("express", _EXPRESS_FIELDS, collapses=True), finish=_finish_express)
"""Nearly the same form under four names, so that unfinished drafts of the four do not replace one another."""

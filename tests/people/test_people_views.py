"""What people read about companies: their own one, those they ask to join, and strangers' without a name."""

from typing import Any

import pytest

from bot.usecases.people.settings import NotificationSettings, zone_of
from handlers.people.company import views
from handlers.people.company.views import OwnCompany
from handlers.people.labels import describe_company, verified_line
from handlers.people.registration import views as registration_views
from handlers.people.settings import views as settings_views
from storage.ids import CompanyId, PersonId
from storage.models import Channel, Company, Membership, Verification
from storage.vocabulary import (
    ChannelKind,
    CompanyKind,
    CompanySize,
    Frequency,
    ProfileType,
    Relation,
    VerificationMethod,
)
from tests.introductions.shown import ESCAPED, MARKUP, T, labels

ME, PETAR = PersonId(1), PersonId(2)


def company(**changes: Any) -> Company:
    values: dict[str, Any] = {
        "id": CompanyId(1),
        "kind": CompanyKind.COMPANY,
        "name": "Senzor d.o.o.",
        "country": "RS",
        "city": None,
        "website": None,
        "size": None,
        "about": None,
    }
    return Company(**(values | changes))


def member(relation: Relation = Relation.REPRESENTATIVE, role: str | None = None) -> Membership:
    return Membership(relation=relation, role=role)


def own(one: Company, people: list[tuple[PersonId, str, Membership]], channels: list[Channel]) -> OwnCompany:
    number = Verification(method=VerificationMethod.NUMBER, detail=MARKUP)
    return OwnCompany(company=one, people=people, channels=channels, me=ME, verified=[number])


def test_a_company_is_shown_with_its_people_and_ones_own_channels() -> None:
    people = [
        (ME, "Ana", member(role="director")),
        (PETAR, "Petar", member()),
        (PersonId(3), "Vera", member(Relation.ADVISER)),
    ]
    channels = [Channel(kind=ChannelKind.TELEGRAM, value=""), Channel(kind=ChannelKind.EMAIL, value="a@b.rs")]
    view = views.company(T, own(company(), people, channels), [company(id=CompanyId(2), name="Drugi")])
    lines = view.text.split("\n")
    assert "• Ana · director · you" in lines
    assert "• Petar" in lines
    assert "• Vera · acts for it as an adviser" in lines
    assert "• This Telegram account" in lines
    assert "• E-mail: <code>a@b.rs</code>" in lines
    assert "🏢 Drugi" in labels(view.rows)


def test_whatever_people_wrote_about_a_company_is_escaped_once() -> None:
    one = company(name=MARKUP, city=MARKUP, website=MARKUP, about=MARKUP, size=CompanySize.SMALL)
    people = [(PETAR, MARKUP, member(role=MARKUP)), (PersonId(3), MARKUP, member())]
    view = views.company(T, own(one, people, [Channel(kind=ChannelKind.WECHAT, value=MARKUP)]), [])
    assert view.text.count(ESCAPED) == 9
    assert MARKUP not in view.text


def test_names_are_escaped_wherever_they_are_said() -> None:
    one, detail = company(name=MARKUP), Verification(method=VerificationMethod.EMAIL, detail=MARKUP)
    said = [
        views.leave(T, one, last=True).text,
        views.left(T, one, registered=False).text,
        registration_views.registered(T, MARKUP).text,
        registration_views.saved(T, MARKUP).text,
        registration_views.join_request(T, MARKUP, MARKUP, ME, CompanyId(1)).text,
        registration_views.join_answered(T, MARKUP, welcome=True).text,
        verified_line(T, detail),
    ]
    assert [text.count(ESCAPED) for text in said] == [1, 1, 1, 1, 2, 1, 1]
    assert not any(MARKUP in text for text in said)


def test_a_refused_request_does_not_name_the_company() -> None:
    assert "Senzor" not in registration_views.join_answered(T, "Senzor", welcome=False).text


def test_the_last_one_to_leave_is_told_what_goes_with_them() -> None:
    assert "Nobody else represents it" in views.leave(T, company(), last=True).text
    assert "Nobody else represents it" not in views.leave(T, company(), last=False).text


def test_a_company_is_described_without_its_name() -> None:
    assert describe_company(T, CompanyKind.COMPANY, "BA") == "🇧🇦 🏢 Company · from Bosnia &amp; Herzegovina"
    full = describe_company(
        T,
        CompanyKind.COMPANY,
        "RS",
        size=CompanySize.SMALL,
        profile_type=ProfileType.TECHNOLOGY_OFFER,
        verified=[VerificationMethod.EMAIL],
    )
    assert full == "🇷🇸 🏢 Company · from Serbia · 11–49 people · Technology offer · ✓ company e-mail verified"


@pytest.mark.parametrize(
    ("quiet", "said"),
    [(None, "Quiet hours: <b>none</b>"), ((22, 7), "Quiet hours: <b>22:00 – 07:00</b> (Europe/Belgrade)")],
)
def test_the_settings_say_when_the_bot_is_quiet(quiet: tuple[int, int] | None, said: str) -> None:
    habits = NotificationSettings(suggestions=Frequency.WEEKLY, quiet=quiet, quiet_chosen=True, zone=zone_of("RS"))
    view = settings_views.settings(T, habits)
    assert said in view.text
    assert said in settings_views.quiet_hours(T, habits).text
    assert [label for label in labels(view.rows) if label.startswith("✅")] == ["✅ Once a week"]

"""Settings: what is taken, what is refused and how that is told."""

import logging
import os
from pathlib import Path

import pytest

from bot.settings.loading import SettingsError, load_settings
from bot.settings.settings import Settings

TOKEN = "123456789:AbCdEfGhIjKlMnOpQrStUvWxYz_12345678"


@pytest.fixture(autouse=True)
def empty_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in os.environ:
        if name.startswith("PARTNERBRIDGE_"):
            monkeypatch.delenv(name)


@pytest.fixture
def load(monkeypatch: pytest.MonkeyPatch):
    def with_variables(need_token: bool = False, env_file: Path | None = None, **values: str) -> Settings:
        for name, value in values.items():
            monkeypatch.setenv(f"PARTNERBRIDGE_{name}", value)
        return load_settings(need_token=need_token, env_file=env_file)

    return with_variables


def problem_of(load, **values: str) -> str:
    with pytest.raises(SettingsError) as told:
        load(**values)
    (line,) = told.value.problems
    assert str(told.value) == line
    return line


def test_defaults_need_nothing(load) -> None:
    settings = load()
    assert settings.database_url == "sqlite+aiosqlite:///partnerbridge.sqlite3"
    assert settings.base_url == "https://api.telegram.org/bot"
    assert settings.base_file_url == "https://api.telegram.org/file/bot"
    assert (settings.encoder, settings.admins) == ("builtin", frozenset())
    assert (settings.reminder_days, settings.expiry_days, settings.open_proposals_cap) == (3, 10, 10)


def test_running_needs_a_token(load) -> None:
    with pytest.raises(SettingsError, match=r"^PARTNERBRIDGE_TOKEN is missing\. Expected: .*@BotFather.* Example: "):
        load(need_token=True)
    assert load(need_token=True, TOKEN=f" {TOKEN} ").token.get_secret_value() == TOKEN


@pytest.mark.parametrize(
    ("given", "taken"),
    [
        ("sqlite:///data/bot.sqlite3", "sqlite+aiosqlite:///data/bot.sqlite3"),
        ("sqlite:////var/bot.sqlite3", "sqlite+aiosqlite:////var/bot.sqlite3"),
        ("sqlite+aiosqlite:///x", "sqlite+aiosqlite:///x"),
        ("postgres://u:p%40ss@h:5433/d", "postgresql+asyncpg://u:p%40ss@h:5433/d"),
        ("postgresql://u@h/d?sslmode=require", "postgresql+asyncpg://u@h/d?ssl=require"),
        ("postgresql+asyncpg:///d?host=/run/pg", "postgresql+asyncpg:///d?host=%2Frun%2Fpg"),
    ],
)
def test_database_addresses_get_the_asynchronous_driver(load, given: str, taken: str) -> None:
    assert load(DATABASE_URL=given).database_url == taken


@pytest.mark.parametrize("given", ["1, 2 3", "[1, 2, 3]", "3;2\n1", '["1","2","3"]'])
def test_admins_in_every_usual_notation(load, given: str) -> None:
    assert load(ADMINS=given).admins == {1, 2, 3}
    assert load(ADMINS="7").admins == {7}
    assert load(ADMINS="").admins == frozenset()


def test_other_values_are_tidied(load) -> None:
    settings = load(API_URL="http://127.0.0.1:8081/", ENCODER="NONE", LOG_LEVEL="debug", LOG_FORMAT="json")
    assert settings.base_url == "http://127.0.0.1:8081/bot"
    assert (settings.encoder, settings.log_level, settings.log_format) == ("none", "DEBUG", "json")
    assert load(ENCODER="http://localhost:9000/v1/").encoder == "http://localhost:9000/v1"


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("TOKEN", "s3cret", "does not look like a token"),
        ("API_URL", "ftp://user:s3cret@host", "is not an http or https address"),
        ("API_URL", "https://host:port", "is not an http or https address"),
        ("API_URL", "http://host/?key=s3cret", "must not have a ? or # part"),
        ("DATABASE_URL", "mysql://u:s3cret@h/d", "is neither SQLite nor PostgreSQL"),
        ("DATABASE_URL", "s3cret", "is not the URL of a database"),
        ("DATABASE_URL", "postgresql://u:s3cret@h:port/d", "is not the URL of a database"),
        ("ADMINS", "12, @ana", "contains something other than Telegram ids: @ana"),
        ("ADMINS", "[12", "is not a JSON list"),
        ("ADMINS", "{}", "contains something other than Telegram ids: {}"),
        ("PLACE_NAMES", "nowhere.toml", "cannot be read (No such file or directory)"),
        ("ENCODER", "magic", "is not an http or https address"),
        ("LOG_LEVEL", "loud", "is wrong (input should be 'DEBUG', 'INFO', 'WARNING' or 'ERROR')"),
        ("WEBHOOK_PORT", "99999", "is wrong (input should be less than or equal to 65535)"),
        ("WEBHOOK_URL", "http://example.org", "is not an https address"),
        ("WEBHOOK_SECRET", "s3cret!", "has characters or a length that Telegram does not accept"),
        ("EXPIRY_DAYS", "3", "is not more than PARTNERBRIDGE_REMINDER_DAYS"),
    ],
)
def test_what_is_wrong_is_told_by_name_without_secrets(load, name: str, value: str, told: str) -> None:
    line = problem_of(load, **{name: value})
    assert line.startswith(f"PARTNERBRIDGE_{name} {told}. Expected: ")
    assert f"Example: PARTNERBRIDGE_{name}=" in line
    assert "s3cret" not in line


def test_every_wrong_variable_has_its_line(load) -> None:
    with pytest.raises(SettingsError) as told:
        load(TOKEN="x", ADMINS="y", LOG_FORMAT="z")
    assert [line.split()[0].removeprefix("PARTNERBRIDGE_") for line in told.value.problems] == [
        "TOKEN",
        "ADMINS",
        "LOG_FORMAT",
    ]


def test_a_webhook_needs_its_secret(load) -> None:
    line = problem_of(load, WEBHOOK_URL="https://example.org/hook")
    assert line.startswith("PARTNERBRIDGE_WEBHOOK_SECRET is missing, though PARTNERBRIDGE_WEBHOOK_URL is set")
    settings = load(WEBHOOK_SECRET="a-long_word", API_URL="http://127.0.0.1:1", WEBHOOK_URL="http://127.0.0.1:2")
    assert settings.webhook_url == "http://127.0.0.1:2"


def test_nothing_shown_of_settings_holds_a_secret(load) -> None:
    settings = load(TOKEN=TOKEN, DATABASE_URL="postgres://u:s3cret@h/d", WEBHOOK_SECRET="s3cret")
    assert TOKEN not in repr(settings)
    assert "s3cret" not in repr(settings) + str(settings)
    assert settings.shown_database_url == "postgresql+asyncpg://u:***@h/d"


def test_a_password_in_the_query_of_the_database_is_hidden_too(load) -> None:
    settings = load(DATABASE_URL="postgres://h/d?user=u&password=s3cret&ssl=require")
    assert "s3cret" not in settings.shown_database_url + repr(settings)
    assert "ssl=require" in settings.shown_database_url


def test_every_secret_is_known_to_the_log(load, tmp_path: Path) -> None:
    """Each value that is a secret, whatever setting it stands in."""
    (tmp_path / "key").write_text("of-file")
    given = {
        "TOKEN": TOKEN,
        "DATABASE_URL": "postgres://u:of-url@h/d?sslpassword=of-query",
        "ENCODER": "https://u:of-encoder@example.org",
        "WEBHOOK_SECRET": "of-webhook",
        "SMTP_HOST": "mail.example.org",
        "SMTP_FROM": "bot@example.org",
        "SMTP_USER": "bot",
        "SMTP_PASSWORD": "of-smtp",
        "LINK_SECRET": "of-links-of-links-of-links-of-links",
        "SENTRY_DSN": "https://of-sentry@example.org/1",
        "TRANSLATOR": "deepl",
        "TRANSLATOR_KEY_FILE": str(tmp_path / "key"),
    }
    expected = {TOKEN, "of-url", "of-query", "of-encoder", "of-webhook", "of-smtp", given["LINK_SECRET"]}
    assert set(load(**given).secrets) == expected | {given["SENTRY_DSN"], "of-file"}


@pytest.mark.parametrize("name", ["API_URL", "WEBHOOK_URL", "PUBLIC_URL"])
def test_addresses_that_are_shown_hold_no_password(load, name: str) -> None:
    line = problem_of(load, **{name: "https://u:s3cret@example.org", "WEBHOOK_SECRET": "x"})
    assert "must not have a user or a password" in line
    assert "s3cret" not in line


def test_examples_given_are_right(load, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "translator.key").write_text("a-long-key")
    (tmp_path / "place_names.toml").write_text('names.en.TW = "Taiwan, China"')
    examples = {name.upper(): str(field.examples[0]) for name, field in Settings.model_fields.items() if field.examples}
    assert examples.keys() == {name.upper() for name in Settings.model_fields}
    assert load(need_token=True, **examples).webhook_port == 8080


def test_a_file_is_read_below_the_environment_and_misspelt_names_are_told(
    load, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / ".env"
    file.write_text("PARTNERBRIDGE_ADMINS=5\nPARTNERBRIDGE_LOG_LEVEL=ERROR\nPARTNERBRIDGE_TOKN=x\nOTHER=1\n")
    with caplog.at_level(logging.WARNING):
        settings = load(env_file=file, LOG_LEVEL="WARNING", ZZZ="1")
    assert (settings.admins, settings.log_level) == ({5}, "WARNING")
    assert caplog.messages == [
        "PARTNERBRIDGE_TOKN is no setting; did you mean PARTNERBRIDGE_TOKEN?",
        "PARTNERBRIDGE_ZZZ is no setting",
    ]


def test_a_file_that_is_no_text_is_told(load, tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_bytes(b"PARTNERBRIDGE_TOKEN=\xff\xfe")
    with pytest.raises(SettingsError, match="is not UTF-8 text"):
        load(env_file=file)


def test_settings_do_not_change(load) -> None:
    with pytest.raises(ValueError, match="frozen"):
        load().encoder = "none"


MAIL = {"SMTP_HOST": "smtp.example.org", "SMTP_FROM": "Fair <bot@example.org>"}


def test_a_mail_server_takes_two_settings(load) -> None:
    settings = load(**MAIL)
    assert settings.can_mail
    assert (settings.smtp_security, settings.smtp_port_used) == ("starttls", 587)


@pytest.mark.parametrize(("security", "port"), [("tls", 465), ("STARTTLS", 587)])
def test_its_port_follows_from_its_security(load, security: str, port: int) -> None:
    assert load(**MAIL, SMTP_SECURITY=security).smtp_port_used == port


@pytest.mark.parametrize(
    ("values", "named", "why"),
    [
        ({"SMTP_HOST": "smtp.example.org"}, "SMTP_FROM", "is missing"),
        ({**MAIL, "SMTP_HOST": "smtp://example.org:25"}, "SMTP_HOST", "is not a host name"),
        ({**MAIL, "SMTP_FROM": "nobody"}, "SMTP_FROM", "is not a mail address"),
        ({**MAIL, "SMTP_PORT": "70000"}, "SMTP_PORT", "less than or equal to 65535"),
        ({**MAIL, "SMTP_SECURITY": "ssl"}, "SMTP_SECURITY", "is wrong"),
        ({**MAIL, "SMTP_SECURITY": "none"}, "SMTP_SECURITY", "not on this machine"),
        ({**MAIL, "SMTP_USER": "bot"}, "SMTP_PASSWORD", "is missing"),
        ({**MAIL, "SMTP_PASSWORD": "hidden-word"}, "SMTP_PASSWORD", "is set without"),
    ],
)
def test_what_is_wrong_with_the_mail_server_is_told_by_name(load, values: dict[str, str], named: str, why: str) -> None:
    line = problem_of(load, **values)
    assert line.startswith(f"PARTNERBRIDGE_{named} ")
    assert why in line
    assert "hidden-word" not in line


@pytest.mark.parametrize(
    ("values", "field", "problem"),
    [
        ({"TRANSLATOR": "libretranslate"}, "TRANSLATOR_URL", "is missing"),
        ({"TRANSLATOR": "openai", "TRANSLATOR_URL": "http://127.0.0.1:1"}, "TRANSLATOR_MODEL", "is missing"),
        ({"TRANSLATOR": "deepl"}, "TRANSLATOR_KEY_FILE", "DeepL needs a key"),
        ({"TRANSLATOR": "google"}, "TRANSLATOR", "is wrong"),
        ({"TRANSLATOR_KEY_FILE": "/dev/null"}, "TRANSLATOR_KEY_FILE", "is empty"),
        ({"TRANSLATOR_KEY_FILE": "/nowhere"}, "TRANSLATOR_KEY_FILE", "cannot be read"),
    ],
)
def test_what_a_translation_service_needs(load, values: dict[str, str], field: str, problem: str) -> None:
    said = problem_of(load, **values)
    assert said.startswith(f"PARTNERBRIDGE_{field} ")
    assert problem in said


def test_the_key_of_a_translation_service_may_be_in_a_file(load, tmp_path: Path) -> None:
    (tmp_path / "key").write_text("a-secret:fx\n")
    settings = load(TRANSLATOR="DeepL", TRANSLATOR_KEY_FILE=str(tmp_path / "key"))
    assert (settings.translator_key_used, settings.translator_url_used) == ("a-secret:fx", "https://api-free.deepl.com")
    assert load(TRANSLATOR_KEY="paid").translator_url_used == "https://api.deepl.com"


@pytest.mark.parametrize("given", ["http://fair.example.org", "fair.example.org", "https://fair.example.org/?a=1"])
def test_pages_are_public_over_https_only(load, given: str) -> None:
    assert "PARTNERBRIDGE_PUBLIC_URL" in problem_of(load, PUBLIC_URL=given)
    assert load(PUBLIC_URL="http://127.0.0.1:8080").public_url == "http://127.0.0.1:8080"


def test_links_are_signed_by_the_token_or_a_secret_of_their_own(load) -> None:
    assert load(TOKEN=TOKEN).links_key == TOKEN
    assert load(TOKEN=TOKEN, LINK_SECRET="a-long-random-word").links_key == "a-long-random-word"
    problem = problem_of(load, LINK_SECRET="tiny-word")
    assert "PARTNERBRIDGE_LINK_SECRET" in problem
    assert "tiny-word" not in problem

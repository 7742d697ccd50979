"""A text goes to a real local server of each protocol and comes back, or the failure is told once."""

from collections.abc import AsyncIterator

import pytest
from pydantic import SecretStr

from bot.cli import check
from bot.cli.check import State
from bot.settings.settings import Settings
from bot.settings.translation import TranslationProtocol
from bot.translation import TextTranslator, TranslationFailedError, client, translator_of
from storage.vocabulary import Language
from tests.translation.services import KEY, Service, serving

PATHS = {"libretranslate": "", "deepl": "", "openai": "/v1"}


@pytest.fixture
async def service() -> AsyncIterator[Service]:
    async with serving() as service:
        yield service


def settings(kind: str, service: Service, *, key: str = KEY) -> Settings:
    return Settings(
        _env_file=None,
        translator=TranslationProtocol(kind),
        translator_url=service.url + PATHS[kind],
        translator_key=SecretStr(key),
        translator_model="small",
    )


def translator(kind: str, service: Service, **more: str) -> TextTranslator:
    found = translator_of(settings(kind, service, **more))
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("kind", "targets"),
    [
        ("libretranslate", ["sr", "zh-Hans", "en"]),
        ("deepl", ["SR", "ZH-HANS", "EN-GB"]),
        ("openai", ["Serbian in Latin script", "Simplified Chinese", "English"]),
    ],
)
async def test_each_protocol_translates_into_each_language(kind: str, targets: list[str], service: Service) -> None:
    asked = translator(kind, service)
    assert await asked.translate("温室传感器", "zh", Language.SR_LATN) == "plastenicisenzori"
    assert await asked.translate("sensor", "en", Language.ZH) == "传感器"
    assert await asked.translate("Senzor", "und", Language.EN) == "Senzor"
    assert [each in said for each, said in zip(targets, service.targets, strict=True)] == [True] * 3


async def test_serbian_comes_in_the_readers_script(service: Service) -> None:
    asked = translator("libretranslate", service)
    assert await asked.translate("温室 ▒▒▒", "zh", Language.SR_CYRL) == "пластеници ▒▒▒"
    assert await asked.translate("Сензор за земљиште", "mk", Language.SR_LATN) == "Senzor za zemljište"


async def test_the_same_text_is_asked_once(service: Service) -> None:
    asked = translator("deepl", service)
    for _ in range(3):
        await asked.translate("温室", "zh", Language.SR_LATN)
    await asked.translate("温室", "zh", Language.EN)
    assert service.asked == ["温室", "温室"]


async def test_the_memory_is_bounded(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "_KEPT", 2)
    asked = translator("deepl", service)
    for text in ("1", "2", "1", "3", "1", "2"):
        await asked.translate(text, "zh", Language.EN)
    assert service.asked == ["1", "2", "3", "2"]


@pytest.mark.parametrize("kind", list(PATHS))
@pytest.mark.parametrize("fault", [400, 429, 456, 500, "broken", "other", "endless"])
async def test_a_failure_is_told_and_hides_the_key(kind: str, fault: int | str, service: Service) -> None:
    service.fault = fault
    with pytest.raises(TranslationFailedError) as failed:
        await translator(kind, service).translate("温室", "zh", Language.EN)
    assert KEY not in failed.value.reason
    assert ("does not know this language" in str(failed.value)) is (fault == 400)


async def test_a_silent_service_is_left_alone_for_a_while(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "_TIMEOUT_S", 0.05)
    now = 0.0
    found = translator("libretranslate", service)
    asked = TextTranslator(service.url, found._protocol, monotonic=lambda: now)
    service.fault = "silent"
    for _ in range(2):
        with pytest.raises(TranslationFailedError):
            await asked.translate("温室", "zh", Language.EN)
    assert len(service.asked) == 1
    service.fault, now = None, 61.0
    monkeypatch.setattr(client, "_TIMEOUT_S", 15.0)
    assert await asked.translate("温室", "zh", Language.EN) == "plastenici"


@pytest.mark.parametrize("kind", list(PATHS))
async def test_check_tries_the_service(kind: str, service: Service) -> None:
    good = await check.translator_finding(settings(kind, service))
    assert good.state is State.GOOD
    assert "传感器" in good.text
    bad = await check.translator_finding(settings(kind, service, key="wrong"))
    assert bad.state is State.BAD
    assert "refused the key" in bad.text
    assert "wrong" not in bad.text


async def test_check_says_what_a_bot_without_a_service_lacks() -> None:
    finding = await check.translator_finding(Settings(_env_file=None))
    assert (finding.state, finding.item) == (State.NOTE, "translator")


async def test_a_service_that_is_not_there() -> None:
    finding = await check.translator_finding(settings("libretranslate", Service(url="http://127.0.0.1:9")))
    assert finding.state is State.BAD
    assert "did not answer" in finding.text

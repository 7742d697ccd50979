"""Settings of the translation service. Without one, foreign texts have a gist and no translation."""

from enum import StrEnum
from pathlib import Path
from typing import Final

from pydantic import Field, SecretStr, ValidationInfo, field_validator
from pydantic_settings import BaseSettings

from bot.settings.parsing import variable, web_address

_DEEPL: Final = "https://api.deepl.com"
_DEEPL_FREE: Final = "https://api-free.deepl.com"
_FREE_KEY: Final = ":fx"  # the end of the keys of DeepL's free plan


class TranslationProtocol(StrEnum):
    NONE = "none"
    LIBRETRANSLATE = "libretranslate"
    DEEPL = "deepl"
    OPENAI = "openai"


class TranslationSettings(BaseSettings):
    """Part of `Settings`."""

    translator: TranslationProtocol = Field(
        default=TranslationProtocol.NONE,
        description="none, libretranslate, deepl or openai (any server with OpenAI's chat completions)",
        examples=["libretranslate"],
    )
    translator_key: SecretStr | None = Field(
        default=None, description="the key of the translation service", examples=["a-long-key"]
    )
    translator_key_file: Path | None = Field(
        default=None,
        validate_default=True,
        description="a file with that key; the key itself comes first",
        examples=["translator.key"],
    )
    translator_url: str | None = Field(
        default=None,
        validate_default=True,
        description="the URL of the service, without /translate, /v2/translate or /chat/completions",
        examples=["http://127.0.0.1:5000"],
    )
    translator_model: str | None = Field(
        default=None,
        validate_default=True,
        max_length=200,
        description="the model of an openai service",
        examples=["qwen2.5-7b-instruct"],
    )

    @property
    def translator_url_used(self) -> str | None:
        if self.translator is TranslationProtocol.DEEPL and self.translator_url is None:
            return _DEEPL_FREE if self.translator_key_used.endswith(_FREE_KEY) else _DEEPL
        return self.translator_url

    @property
    def translator_key_used(self) -> str:
        """The key from the variable or the file; "" if the service needs none."""
        if self.translator_key is not None:
            return self.translator_key.get_secret_value()
        return "" if self.translator_key_file is None else _read(self.translator_key_file)

    @field_validator("translator", mode="before")
    @classmethod
    def _translator(cls, value: object) -> object:
        return value.strip().lower() if isinstance(value, str) else value

    @field_validator("translator_key_file")
    @classmethod
    def _translator_key_file(cls, path: Path | None, info: ValidationInfo) -> Path | None:
        if path is not None:
            if not _read(path):
                raise ValueError("is empty")
        elif info.data.get("translator") is TranslationProtocol.DEEPL and info.data.get("translator_key") is None:
            raise ValueError(f"is missing, and so is {variable('translator_key')}: DeepL needs a key")
        return path

    @field_validator("translator_url")
    @classmethod
    def _translator_url(cls, address: str | None, info: ValidationInfo) -> str | None:
        if address is not None:
            return web_address(address)
        if info.data.get("translator") in {TranslationProtocol.LIBRETRANSLATE, TranslationProtocol.OPENAI}:
            raise ValueError(f"is missing, though {variable('translator')} is set")
        return None

    @field_validator("translator_model")
    @classmethod
    def _translator_model(cls, model: str | None, info: ValidationInfo) -> str | None:
        if model is None and info.data.get("translator") is TranslationProtocol.OPENAI:
            raise ValueError(f"is missing, though {variable('translator')} is openai")
        return model


def _read(path: Path) -> str:
    """Returns the key in a file. Raises ValueError without its content."""
    try:
        return path.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise ValueError("cannot be read") from None

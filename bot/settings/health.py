"""Health checks, metrics and error reports."""

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings


class HealthSettings(BaseSettings):
    """Part of `Settings`."""

    health_port: int | None = Field(
        default=None,
        ge=1,
        le=65535,
        description="a port, 1 to 65535, for /healthz, /readyz and /metrics; the webhook port answers the first two",
        examples=["8081"],
    )
    health_listen: str = Field(
        default="127.0.0.1",
        description="the address to listen on for /healthz and /readyz",
        examples=["0.0.0.0"],  # noqa: S104
    )
    sentry_dsn: SecretStr | None = Field(
        default=None,
        description="the address (DSN) of a Sentry-compatible service that gets errors, without words of people",
        examples=["https://key@sentry.example.org/1"],
    )

"""Moderators and admins for tests."""

from storage.ids import PersonId
from storage.moderation import roles
from storage.vocabulary import Role
from tests.chat import Chat, Human


async def with_role(chat: Chat, name: str, role: Role, language: str = "en") -> Human:
    """Returns a person who has pressed Start and holds the role."""
    human = chat.person(name, language)
    await human.types("/start")
    services = chat.program.services
    async with services.database.writing() as session:
        await roles.grant(session, PersonId(human.id), role, by=None, now=services.clock())
    return human


async def moderator(chat: Chat, name: str = "Mira", language: str = "en") -> Human:
    return await with_role(chat, name, Role.MODERATOR, language)


async def admin(chat: Chat, name: str = "Ada", language: str = "en") -> Human:
    return await with_role(chat, name, Role.ADMIN, language)


async def bans(mod: Human, whom: str, reason: str = "Fraud") -> str:
    """Sanctions someone with the command and without a note."""
    await mod.types(f"/ban {whom}")
    await mod.says(reason)
    await mod.says("Skip")
    return await mod.presses("✅ ⛔ Ban")

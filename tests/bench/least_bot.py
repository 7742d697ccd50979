"""The least a bot with a database can do, as the yardstick of `python -m tests.bench updates`. Not a benchmark itself.

`python -m tests.bench.least_bot TOKEN API_URL DATABASE_URL echo|read|write asyncio|uvloop` answers every message and
press after nothing, after one SELECT, or after one SELECT, one UPDATE and a commit. The last word names its event loop.
"""

import asyncio
import sys

from sqlalchemy import BigInteger, event, insert, select, update
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from telegram import Update
from telegram.ext import Application, ApplicationBuilder, CallbackContext, CallbackQueryHandler, MessageHandler, filters

_CONNECTIONS = 32


class Base(DeclarativeBase):
    pass


class Visitor(Base):
    __tablename__ = "visitor"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    visits: Mapped[int] = mapped_column(default=0)


def _engine(url: str) -> AsyncEngine:
    engine = create_async_engine(url, pool_size=_CONNECTIONS)
    if engine.dialect.name == "sqlite":

        @event.listens_for(engine.sync_engine, "connect")
        def _settings(connection: object, _: object) -> None:
            cursor = connection.cursor()  # type: ignore[attr-defined]
            for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "busy_timeout=30000"):
                cursor.execute(f"PRAGMA {pragma}")
            cursor.close()

    return engine


class LeastBot:
    def __init__(self, database_url: str, mode: str) -> None:
        self._engine = _engine(database_url)
        self._sessions = async_sessionmaker(self._engine, expire_on_commit=False)
        self._mode = mode

    async def prepare(self, _: object) -> None:
        async with self._engine.begin() as connection:
            await connection.run_sync(Base.metadata.create_all)

    async def answer(self, update_: Update, _: CallbackContext) -> None:  # type: ignore[type-arg]
        if update_.callback_query is not None:
            await update_.callback_query.answer()
        user, message = update_.effective_user, update_.effective_message
        if user is None or message is None:
            return
        if self._mode != "echo":
            async with self._sessions() as session:
                await self._visit(session, user.id)
        await message.get_bot().send_message(message.chat_id, message.text or "Hello")

    async def _visit(self, session: AsyncSession, person_id: int) -> None:
        visitor = await session.scalar(select(Visitor).where(Visitor.id == person_id))
        if visitor is None:
            await session.execute(insert(Visitor).values(id=person_id, visits=1))
        elif self._mode == "write":
            await session.execute(update(Visitor).where(Visitor.id == person_id).values(visits=Visitor.visits + 1))
        else:
            return
        await session.commit()


def run(token: str, api_url: str, database_url: str, mode: str, loop: str) -> None:
    if loop == "uvloop":
        import uvloop

        asyncio.set_event_loop(uvloop.new_event_loop())
    bot = LeastBot(database_url, mode)
    builder = ApplicationBuilder().token(token).base_url(f"{api_url}/bot").concurrent_updates(_CONNECTIONS)
    application: Application = builder.connection_pool_size(64).pool_timeout(30).post_init(bot.prepare).build()  # type: ignore[type-arg]
    application.add_handler(MessageHandler(filters.ALL, bot.answer))
    application.add_handler(CallbackQueryHandler(bot.answer))
    application.run_polling()


if __name__ == "__main__":
    run(*sys.argv[1:])

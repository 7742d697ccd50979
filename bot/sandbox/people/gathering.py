"""People in groups and channels."""

from dataclasses import dataclass

from bot.sandbox.people import acts
from bot.sandbox.people.screen import Screen
from bot.sandbox.world.chats import Chat
from bot.sandbox.world.members import administrator, banned, change_member, left, member


@dataclass(slots=True, kw_only=True, eq=False)
class Gathering(Screen):
    """Actions of a person in groups and channels."""

    def creates_group(
        self, title: str, *, kind: str = "supergroup", username: str | None = None, forum: bool = False
    ) -> int:
        """Creates a group, supergroup or channel owned by the person, a `forum` with topics. Returns its id."""
        return self.world.new_chat(kind, title, creator=self.id, username=username, forum=forum).id

    def adds_bot(self, chat: int, *, admin: bool = False) -> None:
        """Adds the bot to a group or channel. In a channel it is always an administrator."""
        place = self._group(chat)
        channel = place.kind == "channel"
        bot = self.world.bot
        new = administrator(bot, channel=channel) if admin or channel else member(bot)
        change_member(self.world, place, new, by=self.user)

    def removes_bot(self, chat: int) -> None:
        """Removes the bot."""
        change_member(self.world, self._group(chat), banned(self.world.bot), by=self.user)

    def joins(self, chat: int) -> None:
        change_member(self.world, self._group(chat), member(self.user), by=self.user)

    def upgrades(self, chat: int) -> int:
        """Turns a group into a supergroup. Returns the new id. The old id stops working."""
        old = self._group(chat)
        new = self.world.new_chat("supergroup", old.info["title"], creator=self.id)
        new.members.update(old.members)
        goes = self.world.post(old, {"migrate_to_chat_id": new.id}, sender=self.user)
        comes = self.world.post(new, {"migrate_from_chat_id": old.id}, sender=self.user)
        if new.has(self.world.bot["id"]):
            self.world.tell_bot("message", goes.message)
            self.world.tell_bot("message", comes.message)
        old.migrated_to = new.id
        return new.id

    def adds_topic(self, chat: int, name: str) -> int:
        """Creates a topic in a forum group. Returns its id."""
        return acts.create_topic(self.world, self.user, self._group(chat), name)

    def closes_topic(self, chat: int, topic: int = 0, *, closed: bool = True) -> None:
        """Closes a topic of a forum group, by default General, or opens it again. The bot is not told."""
        place = self._group(chat)
        place.closed_topics = [one for one in place.closed_topics if one != topic] + ([topic] if closed else [])

    def leaves(self, chat: int) -> None:
        change_member(self.world, self._group(chat), left(self.user), by=self.user)

    def _note_activity(self) -> None:
        self.acted = self.world.tick
        self.last_query = ""

    def _group(self, chat: int) -> Chat:
        place = self.world.chats[chat]
        if place.private:
            raise acts.NotAllowedError("that is a private chat")
        return place

// What the page knows of the world, kept in step with it. Everybody who shows something of it listens.

import * as api from "./api.js";
import { settled } from "./dom.js";

export const people = new Map(); // by id, in the order of the world
export const world = { bot: { first_name: "", username: "" }, tick: 0, awake: false, lost: false, stage: null };
const chats = new Map(); // by "person:other"
const listeners = new Map();

export function on(kind, act) {
  if (!listeners.has(kind)) listeners.set(kind, new Set());
  listeners.get(kind).add(act);
  return () => listeners.get(kind).delete(act);
}

export function tell(kind, data) {
  for (const act of listeners.get(kind) || []) act(data);
}

/** One chat as one person sees it; `other` 0 is the one with the bot. */
class Chat {
  constructor(person, other) {
    Object.assign(this, { person, other, id: other ? null : person, tick: 0, loaded: false });
    Object.assign(this, { views: new Map(), ids: [], topics: [], keyboard: null, commands: [], started: false, blocked: false });
    this.again = false;
    this.asking = null;
  }

  /** Fetches what is new; calls while one is under way are answered by one more. */
  sync() {
    if (this.asking) {
      this.again = true;
      return this.asking;
    }
    this.asking = this.fetched().finally(() => {
      this.asking = null;
      if (this.again) {
        this.again = false;
        this.sync();
      }
    });
    return this.asking;
  }

  async fetched() {
    const seen = await api.chat(this.person, this.other, this.tick);
    const changed = seen.messages.map((view) => view.message.message_id);
    for (const view of seen.messages) this.views.set(view.message.message_id, view);
    const there = new Set(seen.ids);
    const gone = this.ids.filter((id) => !there.has(id));
    for (const id of gone) this.views.delete(id);
    const first = !this.loaded;
    Object.assign(this, {
      id: seen.id, ids: seen.ids, topics: seen.topics, keyboard: seen.keyboard, commands: seen.commands, tick: seen.tick, loaded: true,
      started: seen.started, blocked: seen.blocked, title: seen.title, waiting: seen.waiting,
    });
    tell("chat", { chat: this, changed, gone, first });
  }

  /** A change that does not move the tick, such as a reaction. */
  put(view) {
    if (!this.loaded || !this.views.has(view.message.message_id)) return;
    this.views.set(view.message.message_id, view);
    tell("chat", { chat: this, changed: [view.message.message_id], gone: [], first: false });
  }
}

export function chatOf(person, other = 0) {
  const key = `${person}:${other}`;
  if (!chats.has(key)) chats.set(key, new Chat(person, other));
  return chats.get(key);
}

export async function refreshPeople() {
  const seen = await api.overview();
  Object.assign(world, { bot: seen.bot, tick: seen.tick, awake: seen.awake });
  people.clear();
  for (const person of seen.people) people.set(person.id, person);
  tell("people");
}

const refreshSoon = settled(() => refreshPeople().catch(() => {}), 120);

/** Marks a chat as read as far as it was seen. */
export function read(person, tick) {
  const known = people.get(person);
  if (known && known.unread) {
    known.unread = 0;
    tell("people");
  }
  api.markRead(person, tick).catch(() => {});
}

const OF_CHATS = new Set(["message", "edit", "delete", "blocked", "unblocked", "unpin"]);

export async function open() {
  world.stage = await api.stage();
  await refreshPeople();
  let known = false;
  api.follow((kind, data) => {
    if (kind === "hello") {
      world.lost = false;
      if (data.tick < world.tick) location.reload(); // another world, begun anew, has taken the place of this one
      // After a break, or a restart of the world, what is shown may be old.
      if (known) for (const chat of chats.values()) if (chat.loaded) chat.sync();
      if (known) refreshSoon();
      known = true;
      tell("people");
      return;
    }
    heard(kind, data);
  });
}

function heard(kind, data) {
  if (kind === "lost") {
    world.lost = true;
    tell("people");
  } else if (OF_CHATS.has(kind)) {
    refreshSoon();
    for (const chat of chats.values()) {
      if (chat.loaded && chat.id === data.chat_id) chat.sync();
    }
  } else if (kind === "person") {
    refreshSoon();
  } else if (kind === "commands") {
    for (const chat of chats.values()) if (chat.loaded) chat.sync();
  } else {
    tell(kind, data);
  }
}

const own = (chat, view) => (view.message.from ? view.message.from.id === chat.person : view.own);

/** For what follows every call of the bot: several at once are looked at together. */
export const settledCalls = (act) => settled(act, 150);

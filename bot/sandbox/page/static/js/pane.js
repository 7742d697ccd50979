// One chat on one person's phone.

import * as api from "./api.js";
import { Composer } from "./composer.js";
import { avatar, el, fullName, sign } from "./dom.js";
import { follow, look } from "./links.js";
import { bubble, dayOf, wordsOf } from "./message.js";
import { placeOf } from "./people.js";
import { share } from "./share.js";
import { chatOf, on, people, read, tell, world } from "./store.js";
import { attempt, dialog, menu, toast } from "./surface.js";
import { t } from "./words.js";

const SHOWN = 60; // messages drawn at first; earlier ones come when one scrolls to them
const NEAR = 80; // pixels from the end at which one still counts as reading the end

export class Pane {
  constructor(person, other, { close, open }) {
    this.chat = chatOf(person, other);
    Object.assign(this, { person, other, close, open, nodes: new Map(), topic: 0, news: new Set(), from: 0, stuck: true, gone: [] });
    this.acts = {
      follow: (address) => follow(address, this),
      say: (text) => attempt(this.say(text)),
      press: (button, message, node) => this.press(button, message, node),
      menu: (view, anchor) => this.messageMenu(view, anchor),
      look: (image) => look(image, this),
    };
    this.composer = new Composer(this);
    this.build();
    this.gone.push(on("chat", (change) => change.chat === this.chat && this.changed(change)));
    this.gone.push(on("people", () => {
      this.drawHead();
      if (this.isLookedAt()) this.seen();
    }));
    this.gone.push(on("action", ({ chat_id: id, action }) => id === this.chat.id && this.typing(action)));
    this.gone.push(on("answer", ({ chat_id: id, answer }) => id === person && !other && this.answered(answer)));
    this.chat.sync().catch((error) => toast(error.message, "bad"));
  }

  /** The messages of what is open: a topic, or the chat itself. */
  get ids() {
    if (!this.chat.topics.length && !this.topic) return this.chat.ids;
    return this.chat.ids.filter((id) => {
      const { message } = this.chat.views.get(id);
      return topicOf(message) === this.topic && !message.forum_topic_created;
    });
  }

  say(text, replyTo = null) {
    return api.sendText(this.person, text, { chat: this.other, replyTo, topic: this.topic });
  }

  get who() {
    return people.get(this.person) || { id: this.person, first_name: "…" };
  }

  build() {
    this.head = el("header.pane-head");
    this.tabs = el("nav.topics", { "aria-label": t("Topics"), hidden: true });
    this.log = el("div.log", { role: "log", "aria-live": "off", tabIndex: 0 });
    this.down = el("button.icon.down", { type: "button", "aria-label": t("To the newest message"), hidden: true, onclick: () => this.toEnd() }, sign("down"));
    this.notice = el("div.notice", { role: "status", hidden: true });
    this.element = el("section.pane", {}, this.head, this.tabs, el("div.scroll", {}, this.log, this.down, this.notice), this.composer.element);
    this.log.addEventListener("scroll", () => this.scrolled(), { passive: true });
    this.element.addEventListener("focusin", () => this.seen());
    this.element.addEventListener("pointerdown", () => this.seen());
    new ResizeObserver(() => this.stuck && this.toEnd()).observe(this.log);
    this.drawHead();
  }

  drawHead() {
    const who = this.who;
    const name = fullName(who);
    this.element.setAttribute("aria-label", this.other ? `${name} – ${this.chat.title || ""}` : `${t("Chat of")} ${name}`);
    const state = this.isTyping ? el("span.typing", {}, t("the bot is typing"), el("i"), el("i"), el("i")) : this.subtitle(who);
    const drawn = JSON.stringify([name, this.isTyping, this.subtitle(who), who.blocked]);
    if (drawn === this.drawnHead) return;
    this.drawnHead = drawn;
    const more = el("button.icon", { type: "button", "aria-label": t("What this person can do"), "aria-haspopup": "menu" }, sign("more"));
    more.addEventListener("click", () => this.personMenu(more));
    this.head.replaceChildren(
      el("button.icon.back", { type: "button", "aria-label": t("Back to the people"), onclick: () => tell("back") }, sign("back")),
      avatar(who, ".small"),
      el("div.pane-name", {}, el("h2", {}, name), el("p", {}, state)),
      more,
      el("button.icon.close", { type: "button", "aria-label": `${t("Close the chat of")} ${name}`, onclick: () => this.close(this) }, sign("close")),
    );
  }

  subtitle(who) {
    if (this.other) return `→ ${this.chat.title || ""}`;
    return [placeOf(who), languageOf(who), who.blocked ? t("has stopped the bot") : ""].filter(Boolean).join(" · ");
  }

  changed({ changed, gone, first }) {
    if (first) this.log.setAttribute("aria-live", "polite");
    this.drawTopics(first ? [] : changed);
    const ids = this.ids;
    const last = ids.indexOf([...this.nodes.keys()].at(-1));
    if (first || (gone.length && !ids.length)) {
      this.from = Math.max(0, ids.length - SHOWN);
      this.redraw();
    } else {
      for (const id of gone) this.take(id);
      for (const id of changed) if (this.nodes.has(id) && this.chat.views.has(id)) this.replace(id);
      for (const id of ids.slice(Math.max(last + 1, this.from))) this.append(id);
    }
    const own = changed.some((id) => id === ids.at(-1) && this.chat.views.get(id)?.own);
    if (changed.some((id) => this.chat.views.get(id)?.by_bot)) this.typing(null);
    if (this.stuck || own || first) this.toEnd();
    else if (changed.length) this.down.classList.add("news");
    this.drawHead();
    this.composer.draw();
    if (this.isLookedAt()) this.seen();
  }

  redraw() {
    this.nodes.clear();
    this.log.replaceChildren();
    const ids = this.ids;
    if (!ids.length && !this.topic) this.log.append(this.welcome());
    for (const id of ids.slice(this.from)) this.append(id);
  }

  /** One tab for the chat itself and one for each topic; what came into another one is marked. */
  drawTopics(changed) {
    const { topics, views } = this.chat;
    if (this.topic && !topics.some(({ id }) => id === this.topic)) this.openTopic(0);
    for (const view of changed.map((id) => views.get(id))) {
      if (view?.by_bot && topicOf(view.message) !== this.topic) this.news.add(topicOf(view.message));
    }
    this.tabs.hidden = !topics.length;
    this.tabs.replaceChildren(...[{ id: 0, name: t("Chat") }, ...topics].map(({ id, name }) => {
      const unread = this.news.has(id);
      const label = unread ? `${name} (${t("unread")})` : name;
      const act = { type: "button", "aria-label": label, "aria-pressed": String(id === this.topic), onclick: () => this.openTopic(id) };
      return el(`button${unread ? ".news" : ""}`, act, name);
    }));
  }

  openTopic(id) {
    this.topic = id;
    this.news.delete(id);
    this.composer.done();
    this.from = Math.max(0, this.ids.length - SHOWN);
    this.redraw();
    this.drawTopics([]);
    this.toEnd();
  }

  welcome() {
    const who = this.who;
    return el(
      "div.welcome", {}, el("img", { src: "/page/icon.svg", alt: "", width: 72, height: 72 }),
      el("h3", {}, this.other ? this.chat.title || "" : world.bot.first_name),
      el("p", {}, who.note && !this.other ? `${who.first_name} ${t(who.note)}` : ""),
      this.other ? null : el("p.faint", {}, t("Press Start below, as on any phone.")),
    );
  }

  append(id) {
    if (this.nodes.has(id)) return;
    const view = this.chat.views.get(id);
    const before = this.nodes.size ? this.chat.views.get([...this.nodes.keys()].at(-1))?.message : null;
    this.log.querySelector(".welcome")?.remove();
    if (!before || dayOf(before) !== dayOf(view.message)) this.log.append(el("div.day", {}, el("span", {}, dayOf(view.message))));
    const node = this.bubble(view);
    this.nodes.set(id, node);
    this.log.append(node);
  }

  bubble(view) {
    return bubble(view, this.acts, { named: this.chat.id < 0 });
  }

  replace(id) {
    const old = this.nodes.get(id);
    const node = this.bubble(this.chat.views.get(id));
    const focused = [...old.querySelectorAll("button")].indexOf(document.activeElement);
    old.replaceWith(node);
    this.nodes.set(id, node);
    if (focused >= 0) {
      const buttons = node.querySelectorAll("button");
      (buttons[focused] || buttons[buttons.length - 1])?.focus({ preventScroll: true });
    }
  }

  take(id) {
    this.nodes.get(id)?.remove();
    this.nodes.delete(id);
  }

  /** Earlier messages, put in without moving what is being read. */
  earlier() {
    if (!this.from) return;
    const height = this.log.scrollHeight;
    const at = this.log.scrollTop;
    this.from = Math.max(0, this.from - SHOWN);
    this.redraw();
    this.log.scrollTop = at + this.log.scrollHeight - height;
  }

  scrolled() {
    const { scrollTop, scrollHeight, clientHeight, clientWidth } = this.log;
    const shape = `${scrollHeight} ${clientHeight} ${clientWidth}`;
    // The browser scrolls by itself where the column becomes narrower: nobody has turned away from the end then.
    if (this.stuck && shape !== this.shape) {
      this.toEnd();
      return;
    }
    this.shape = shape;
    this.stuck = scrollHeight - scrollTop - clientHeight < NEAR;
    this.down.hidden = this.stuck;
    if (this.stuck) this.down.classList.remove("news");
    if (scrollTop < 200 && this.from) this.earlier();
  }

  toEnd() {
    const { scrollHeight, clientHeight, clientWidth } = this.log;
    this.shape = `${scrollHeight} ${clientHeight} ${clientWidth}`;
    this.log.scrollTop = scrollHeight;
    this.stuck = true;
    this.down.hidden = true;
  }

  isLookedAt() {
    return document.visibilityState === "visible" && this.element.isConnected && this.element.offsetParent !== null;
  }

  seen() {
    if (!this.other && this.chat.tick && people.get(this.person)?.unread) read(this.person, this.chat.tick);
  }

  typing(action) {
    clearTimeout(this.typingEnds);
    this.isTyping = Boolean(action);
    if (action) this.typingEnds = setTimeout(() => this.typing(null), 5000);
    this.drawHead();
  }

  async press(button, message, node) {
    if (button.copy_text) {
      await navigator.clipboard?.writeText(button.copy_text.text).catch(() => {});
      toast(t("Copied"));
      return;
    }
    if (button.url) {
      follow(button.url, this);
      return;
    }
    if ("switch_inline_query" in button) {
      share(this.person, button.switch_inline_query);
      return;
    }
    node.classList.add("pressed");
    node.ariaBusy = "true";
    setTimeout(() => this.released(node), 15000);
    const wanted = { label: button.text, data: button.callback_data ?? null, message: message.message_id };
    if ((await attempt(api.press(this.person, wanted))) === undefined) this.released(node);
  }

  released(node) {
    node.classList.remove("pressed");
    node.ariaBusy = null;
  }

  answered(answer) {
    for (const node of this.log.querySelectorAll(".pressed")) this.released(node);
    if (!answer?.text) return;
    if (answer.show_alert) {
      dialog(world.bot.first_name, (close) => [
        el("p", {}, answer.text), el("footer", {}, el("button.primary", { type: "button", onclick: close }, t("OK"))),
      ], "alert");
      return;
    }
    this.notice.textContent = answer.text;
    this.notice.hidden = false;
    clearTimeout(this.noticeEnds);
    this.noticeEnds = setTimeout(() => (this.notice.hidden = true), 4000);
  }

  personMenu(anchor) {
    const who = this.who;
    const stop = who.blocked
      ? [t("Let the bot write again"), () => attempt(api.unblock(this.person))]
      : [t("Stop and block the bot"), () => attempt(api.block(this.person)), "danger"];
    menu(anchor, [
      [t("Press Start"), () => attempt(api.start(this.person))],
      [t("Open a deep link …"), () => this.askLink()],
      ...(this.topic ? [[t("Delete this topic"), () => attempt(api.deleteTopic(this.person, this.topic))]] : []),
      null,
      stop,
    ]);
  }

  askLink() {
    dialog(t("Open a deep link"), (close) => {
      const field = el("input", { placeholder: `https://t.me/${world.bot.username}?start=…`, required: true, "aria-label": t("Address") });
      const send = (event) => {
        event.preventDefault();
        close();
        const payload = field.value.split("start=").at(-1).trim();
        attempt(api.start(this.person, payload));
      };
      return el("form", { onsubmit: send }, field, el("footer", {}, el("button.primary", {}, t("Open"))));
    });
  }

  messageMenu(view, anchor) {
    const { message, own } = view;
    const entries = [[t("Reply"), () => this.composer.reply(view)]];
    if (own && message.text) entries.push([t("Edit"), () => this.composer.edit(view)]);
    if (wordsOf(message)) entries.push([t("Copy the text"), () => navigator.clipboard?.writeText(wordsOf(message))]);
    entries.push([t("Look at it raw"), () => raw(message)]);
    menu(anchor, entries);
  }

  leave() {
    for (const end of this.gone) end();
    this.element.remove();
  }
}

const topicOf = (message) => message.message_thread_id || 0;

function raw(message) {
  dialog(t("The message as the bot knows it"), () => el("pre.raw", { tabIndex: 0 }, JSON.stringify(message, null, 2)), "wide");
}

const OWN_NAMES = { sr: "srpski", "sr-cyrl": "српски" }; // Intl knows Serbian in one script only
const names = typeof Intl.DisplayNames === "function" ? (code) => new Intl.DisplayNames([code], { type: "language" }).of(code) : (code) => code;

export function languageOf(person) {
  try {
    return person.language_code ? OWN_NAMES[person.language_code] || names(person.language_code) : "";
  } catch {
    return person.language_code;
  }
}

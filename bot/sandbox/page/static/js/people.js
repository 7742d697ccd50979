// The column of people: whom to play.

import * as api from "./api.js";
import { avatar, el, fullName } from "./dom.js";
import { timeOf } from "./message.js";
import { on, people, tell, world } from "./store.js";
import { attempt, dialog } from "./surface.js";
import { locale, t } from "./words.js";

const LANGUAGES = [["en", "English"], ["zh-hans", "简体中文"], ["sr", "srpski"], ["sr-cyrl", "српски"], ["de", "Deutsch"], ["es", "español"], ["fr", "français"], ["ru", "русский"]];
const SIGNS = { photo: "🖼", document: "📎", voice: "🎤", contact: "👤", location: "📍", video: "🎬" };

const countries = new Intl.DisplayNames([locale() || "en"], { type: "region" });

/** Where somebody is: a country in the page's language with a city as they write it, or a place that has a translation. */
export const placeOf = (person) => (person.country ? `${countries.of(person.country)} · ${person.place}` : t(person.place || ""));

export class People {
  constructor(shown) {
    this.shown = shown; // () => ids of the people whose chats are open
    this.folded = new Set();
    this.list = document.getElementById("people-list");
    this.search = document.getElementById("search");
    this.search.addEventListener("input", () => this.draw());
    this.search.addEventListener("keydown", (event) => event.key === "ArrowDown" && this.rows()[0]?.focus());
    this.list.addEventListener("keydown", (event) => this.walk(event));
    document.getElementById("new-person").addEventListener("click", () => this.create());
    on("people", () => this.draw());
  }

  rows() {
    return [...this.list.querySelectorAll("button.person")];
  }

  walk(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    const rows = this.rows();
    const at = rows.indexOf(document.activeElement);
    if (at < 0) return;
    event.preventDefault();
    if (at + step < 0) this.search.focus();
    else rows[Math.min(at + step, rows.length - 1)].focus();
  }

  draw() {
    const words = this.search.value.trim().toLowerCase();
    const titles = new Map(world.stage.groups.map((group) => [group.id, group.title]));
    const groups = new Map([...titles.keys()].map((id) => [id, []]));
    for (const person of people.values()) {
      const group = person.group || "new";
      if (!groups.has(group)) groups.set(group, []);
      if (!words || found(person, words)) groups.get(group).push(person);
    }
    const focused = this.list.contains(document.activeElement) ? document.activeElement.dataset.key : null;
    const at = this.list.scrollTop;
    this.list.replaceChildren(...[...groups].filter(([, some]) => some.length).map(([id, some]) => this.group(id, titles.get(id) ?? t("New people"), some, Boolean(words))));
    this.list.scrollTop = at;
    if (focused) this.list.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
    const unread = [...people.values()].filter((p) => p.group !== "companies").reduce((sum, p) => sum + p.unread, 0);
    document.title = `${unread ? `(${unread}) ` : ""}PartnerBridge sandbox`;
    this.drawState();
  }

  drawState() {
    const state = world.lost ? t("connection lost, trying again …") : world.awake ? t("The bot is listening") : t("The bot is starting …");
    const node = document.getElementById("bot-state");
    if (node.textContent !== state) node.textContent = state;
    node.dataset.state = world.lost ? "lost" : world.awake ? "awake" : "starting";
  }

  group(id, title, some, searching) {
    const foldable = world.stage.folded.includes(id);
    const folded = foldable && !searching && !this.folded.has(id);
    const unread = some.reduce((sum, person) => sum + person.unread, 0);
    const fold = () => {
      this.folded.has(id) ? this.folded.delete(id) : this.folded.add(id);
      this.draw();
    };
    const words = [t(title), el("span.count", {}, String(some.length)), folded && unread ? el("span.badge.quiet", {}, String(unread)) : null];
    const label = `${t(title)}, ${some.length}${folded && unread ? `, ${unread} ${t("unread")}` : ""}`;
    const head = foldable
      ? el("button.group-title", { type: "button", "aria-label": label, "data-key": `group-${id}`, "aria-expanded": String(!folded), onclick: fold }, words)
      : el("h2.group-title", {}, words[0]);
    const order = foldable ? [...some].sort((a, b) => (b.last?.date || 0) - (a.last?.date || 0)) : some;
    return el("div.group", {}, head, folded ? null : el("ul", {}, order.map((person) => el("li", {}, this.person(person)))));
  }

  person(person) {
    const open = this.shown().includes(person.id);
    const last = person.last;
    const words = last ? `${last.by_bot ? "" : `${t("You")}: `}${SIGNS[last.kind] || ""} ${last.text}`.replaceAll(/\s+/g, " ") : t(person.note || "");
    const label = `${fullName(person)}, ${placeOf(person)}${person.unread ? `, ${person.unread} ${t("unread")}` : ""}`;
    const act = (event) => tell("open", { person: person.id, beside: event.ctrlKey || event.metaKey });
    const name = el("span.name", {}, el("b", {}, fullName(person)), el("small", {}, last ? timeOf(last.date) : ""));
    const line = el("span.last", {}, el("span", { dir: "auto" }, [...words].slice(0, 90).join("")), person.unread ? el("span.badge", {}, String(person.unread)) : null);
    return el(
      `button.person${open ? ".open" : ""}`, { type: "button", "data-key": `person-${person.id}`, "data-name": person.first_name, "aria-label": label, "aria-current": open ? "true" : null, onclick: act },
      avatar(person), el("span.texts", {}, name, el("small.place", {}, placeOf(person) || (person.username ? `@${person.username}` : "")), line),
    );
  }

  create() {
    dialog(t("New person"), (close) => {
      const name = el("input", { required: true, maxLength: 64, name: "name" });
      const last = el("input", { maxLength: 64, name: "last" });
      const username = el("input", { maxLength: 32, pattern: "[A-Za-z][A-Za-z0-9_]{2,31}", name: "username", title: t("Letters, digits and _, at least three") });
      const language = el("select", { name: "language" }, LANGUAGES.map(([code, words]) => el("option", { value: code }, words)));
      const send = async (event) => {
        event.preventDefault();
        const asked = { name: name.value.trim(), last_name: last.value.trim() || null, username: username.value.trim() || null, language_code: language.value };
        const made = await attempt(api.createPerson(asked));
        if (!made) return;
        close();
        tell("open", { person: made.id });
      };
      const field = (words, input) => el("label", {}, el("span", {}, words), input);
      return el(
        "form", { onsubmit: send }, field(t("Name"), name), field(t("Last name, if any"), last),
        field(t("Telegram's language"), language), field(t("Username, or none"), username),
        el("footer", {}, el("button.primary", {}, t("Create"))),
      );
    });
  }
}

function found(person, words) {
  return [fullName(person), person.username, placeOf(person), person.place, person.note, t(person.note || "")].some((text) => text?.toLowerCase().includes(words));
}

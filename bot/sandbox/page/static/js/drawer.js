// The raw calls of the bot and the levers of the world, for those who build.

import * as api from "./api.js";
import { el, fullName, sign } from "./dom.js";
import { timeOf } from "./message.js";
import { on, people, settledCalls } from "./store.js";
import { attempt, toast } from "./surface.js";
import { t } from "./words.js";

const MOST = 300; // calls shown
const FAULTS = [
  ["forbidden", "403 on the next message"],
  ["too_many_requests", "429 on the next message"],
  ["server_error", "500 on the next message"],
  ["cut", "Cut the connection once"],
  ["delay", "Answer 2 s late once"],
];
const MOVES = [["1 hour", 3600], ["1 day", 86400], ["1 week", 604800]];

export class Drawer {
  constructor(element, resized) {
    Object.assign(this, { element, resized, seen: 0 });
    on("call", () => !element.hidden && this.soon());
    this.soon = settledCalls(() => this.fetch());
  }

  toggle() {
    this.element.hidden = !this.element.hidden;
    if (!this.element.hidden && !this.list) this.build();
    if (!this.element.hidden) this.fetch();
    this.resized();
  }

  build() {
    const close = el("button.icon", { type: "button", "aria-label": t("Close"), onclick: () => this.toggle() }, sign("close"));
    this.filter = el("input", { type: "search", placeholder: t("Method or person"), "aria-label": t("Method or person"), oninput: () => this.sift() });
    this.list = el("ol.calls", { tabIndex: 0, "aria-label": t("What the bot calls") });
    this.element.append(el("header", {}, el("h2", {}, t("What the bot calls")), close), this.levers(), this.filter, this.list);
  }

  levers() {
    const fault = (kind) => () => attempt(api.addFault({ kind, method: "sendMessage", times: 1, seconds: 2 })).then((done) => done && toast(t("Will happen once")));
    const move = (seconds) => () => attempt(api.moveClock(seconds)).then((done) => done && toast(`${t("Telegram's clock")}: ${new Date(done.now * 1000).toLocaleString()}`));
    return el(
      "details.levers", {}, el("summary", {}, t("Make something happen")),
      el("div", {}, FAULTS.map(([kind, words]) => el("button.chip", { type: "button", onclick: fault(kind) }, t(words)))),
      el("p", {}, t("Move Telegram's clock by")),
      el("div", {}, MOVES.map(([words, seconds]) => el("button.chip", { type: "button", onclick: move(seconds) }, t(words)))),
    );
  }

  async fetch() {
    const calls = await attempt(api.journal(this.seen));
    if (!calls?.length) return;
    this.seen = calls.at(-1).number;
    this.list.prepend(...calls.slice(-MOST).reverse().map((call) => entry(call)));
    while (this.list.children.length > MOST) this.list.lastChild.remove();
    this.sift();
  }

  sift() {
    const words = this.filter.value.trim().toLowerCase();
    for (const row of this.list.children) row.hidden = Boolean(words) && !row.dataset.words.includes(words);
  }
}

function entry(call) {
  const ok = Boolean(call.answer?.ok);
  const person = people.get(Number(call.params.chat_id));
  const whom = person ? fullName(person) : "";
  const details = el("details", {}, el(
    "summary", {}, el(`span.dot${ok ? "" : ".bad"}`, { title: ok ? "ok" : "refused" }), el("b", {}, call.method),
    el("span.whom", {}, whom), call.fault ? el("span.fault", {}, call.fault) : null, el("small", {}, timeOf(call.at)),
  ));
  details.addEventListener("toggle", () => {
    if (details.open && details.children.length === 1) {
      const parts = [["→", call.params], ["←", call.answer]];
      details.append(...parts.map(([arrow, data]) => el("pre.raw", { tabIndex: 0 }, `${arrow} ${JSON.stringify(data, unpacked, 2)}`)));
    }
  });
  const row = el("li", {}, details);
  row.dataset.words = `${call.method} ${whom}`.toLowerCase();
  return row;
}

/** Parameters that went over the wire as JSON in a string are easier to read as what they hold. */
function unpacked(key, value) {
  if (typeof value !== "string" || !/^[[{]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

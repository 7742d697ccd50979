// Five steps from a need to an introduction. What is to be seen at each is in the stage's file.

import { el, sign } from "./dom.js";
import { on, people, world } from "./store.js";
import { wordsOf } from "./message.js";
import { t } from "./words.js";

export class Tour {
  constructor(element, { show, kept, panes }) {
    Object.assign(this, { element, show, kept, panes, at: -1, since: 0 });
    on("chat", ({ chat }) => this.look(chat));
  }

  get steps() {
    return world.stage.tour;
  }

  /** At the first visit, and after a fresh start; not again to somebody who has dismissed it. */
  offer() {
    if (!this.steps.length || this.kept.get("tour") === "done" || [...people.values()].some((person) => person.last && !person.last.by_bot)) return;
    this.element.hidden = false;
    this.element.classList.add("offer");
    this.fill(
      el("h2", {}, t("See it work in two minutes")),
      el("p", {}, t("Two companies, two languages, one introduction: five short steps.")),
      el("footer", {}, el("button.primary", { type: "button", onclick: () => this.begin() }, t("Show me")), el("button.soft", { type: "button", onclick: () => this.end() }, t("No, thanks"))),
    );
  }

  begin() {
    this.kept.set("tour", "begun");
    this.element.classList.remove("offer");
    this.go(0);
  }

  end() {
    this.kept.set("tour", "done");
    this.at = -1;
    this.element.hidden = true;
    for (const pane of this.panes()) pane.element.classList.remove("wanted");
  }

  person(key) {
    return [...people.values()].find((one) => one.key === key);
  }

  go(at) {
    const step = this.steps[at];
    if (!step) {
      this.end();
      return;
    }
    this.at = at;
    const person = this.person(step.person);
    if (!person) return;
    this.pane = this.show({ person: person.id, beside: true });
    this.since = Math.max(world.tick, this.pane.chat.tick);
    for (const pane of this.panes()) pane.element.classList.toggle("wanted", pane === this.pane);
    this.element.hidden = false;
    const last = at === this.steps.length - 1;
    const say = step.say ? el("button.primary", { type: "button", onclick: () => this.pane.composer.put(step.say) }, t("Type it for me")) : null;
    const marks = this.steps.map((_, number) => el(`i${number <= at ? ".on" : ""}`));
    this.fill(
      el("div.steps", { role: "img", "aria-label": `${at + 1} / ${this.steps.length}` }, marks), el("h2", {}, t(step.title)), el("p", {}, t(step.text)),
      el(
        "footer", {}, say,
        at ? el("button.soft", { type: "button", onclick: () => this.go(at - 1) }, t("Back")) : null,
        el(`button${last ? ".primary" : ".soft"}`, { type: "button", onclick: () => this.go(at + 1) }, last ? t("Done") : t("Next")),
      ),
    );
  }

  fill(...content) {
    this.element.replaceChildren(el("div.tour-card", {}, this.cross(), content));
  }

  cross() {
    return el("button.icon.cross", { type: "button", "aria-label": t("End the tour"), onclick: () => this.end() }, sign("close"));
  }

  /** A step is over when its person sees what it waits for, in a message newer than the step. */
  look(chat) {
    const step = this.steps?.[this.at];
    if (!step?.until || chat !== this.pane?.chat) return;
    const fresh = chat.ids.map((id) => chat.views.get(id)).filter((view) => view.tick > this.since && view.by_bot);
    if (fresh.some(({ message }) => `${wordsOf(message)} ${JSON.stringify(message.reply_markup || "")}`.includes(step.until))) this.go(this.at + 1);
  }
}


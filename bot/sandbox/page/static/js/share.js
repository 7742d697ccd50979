// "@bot words" in another chat: the bot's cards, one of which is sent there.

import * as api from "./api.js";
import { avatar, el, fullName } from "./dom.js";
import { people, tell, world } from "./store.js";
import { attempt, dialog } from "./surface.js";
import { t } from "./words.js";

const PAUSE_MS = 300; // after a letter, as Telegram's apps wait
const TRIES = 40;

/** Asks the bot inline as a person, and sends the chosen card to a chat of theirs. */
export function share(person, words) {
  dialog(t("Send a card"), (close) => {
    const field = el("input", { value: words, "aria-label": `@${world.bot.username}` });
    const results = el("div.picks", { ariaLive: "polite" });
    let timer = 0;
    const ask = async () => {
      const asked = await attempt(api.askInline(person, field.value));
      const answer = asked && (await answered(person, asked.id));
      if (!answer || !results.isConnected) return;
      results.replaceChildren(...answer.results.map((one) => card(one, () => to(person, asked.id, one, close))));
      if (!answer.results.length) results.append(el("p.faint", {}, answer.button?.text ?? t("Nothing found")));
    };
    field.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(ask, PAUSE_MS);
    });
    ask();
    return [el("p.faint", {}, `@${world.bot.username}`), field, results];
  });
}

async function answered(person, id) {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const { answer } = (await attempt(api.inlineAnswer(person, id))) ?? {};
    if (answer) return answer;
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
  return null;
}

function card(result, act) {
  return el("button.pick", { type: "button", onclick: act }, el("span", {}, el("b", {}, result.title), el("small", {}, result.description)));
}

/** Asks to whom the card goes. */
function to(person, id, result, closeCards) {
  dialog(t("Send to"), (close) => {
    const others = [...people.values()].filter((other) => other.id !== person && other.group !== "companies");
    const send = (other) => async () => {
      close();
      closeCards();
      await attempt(api.pick(person, id, result.id, other.id));
      tell("open", { person, other: other.id });
    };
    const rows = others.map((other) =>
      el("button.pick", { type: "button", onclick: send(other) }, avatar(other, ".small"), el("span", {}, el("b", {}, fullName(other)), el("small", {}, other.place || ""))),
    );
    return el("div.picks", {}, rows);
  });
}

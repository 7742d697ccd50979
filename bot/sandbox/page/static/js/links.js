// Where links and QR codes lead: into the bot as somebody, to a person, or into the web.

import * as api from "./api.js";
import { avatar, el, fullName } from "./dom.js";
import { people, tell, world } from "./store.js";
import { attempt, dialog, toast } from "./surface.js";
import { t } from "./words.js";

/** { payload } for a deep link of the bot, { person } for somebody here, {} for everything else. */
export function meaning(address) {
  const hit = /^(?:https?:\/\/)?t\.me\/([A-Za-z0-9_]+)\/?(?:\?(.*))?$/i.exec(address.trim());
  if (!hit) return {};
  const name = hit[1].toLowerCase();
  if (name === world.bot.username.toLowerCase()) return { payload: new URLSearchParams(hit[2] || "").get("start") || "" };
  const person = [...people.values()].find((one) => one.username?.toLowerCase() === name);
  return person ? { person } : {};
}

export function follow(address, pane) {
  const { payload, person } = meaning(address);
  if (payload !== undefined) openAs(payload, pane.person);
  else if (person) tell("open", { person: pane.person, other: person.id });
  else if (/^https?:/i.test(address)) window.open(address, "_blank", "noopener,noreferrer");
  else toast(address);
}

/** Asks who opens the link; the one whose phone it is on comes first. */
export function openAs(payload, first) {
  dialog(t("Who opens the link?"), (close) => {
    const known = [...people.values()].filter((person) => person.group !== "companies" || person.id === first);
    const sorted = known.sort((a, b) => Number(b.id === first) - Number(a.id === first));
    const act = (person) => () => {
      close();
      tell("open", { person: person.id });
      attempt(api.start(person.id, payload));
    };
    const rows = sorted.map((person) =>
      el("button.pick", { type: "button", onclick: act(person) }, avatar(person, ".small"), el("span", {}, el("b", {}, fullName(person)), el("small", {}, person.place || ""))),
    );
    return [el("p.faint", {}, payload ? `start=${payload}` : "Start"), el("div.picks", {}, rows)];
  });
}

/** A picture at full size; a QR code on it can be scanned as anybody. */
export function look(image, pane) {
  dialog(t("Photo"), () => {
    const large = el("img.large", { src: image.src, alt: image.alt });
    const found = el("footer", {});
    scan(image).then((text) => {
      if (!text) return;
      const { payload } = meaning(text);
      const act = () => (payload === undefined ? follow(text, pane) : openAs(payload, pane.person));
      found.append(el("code", {}, text), el("button.primary", { type: "button", onclick: act }, t("Scan the QR code as …")));
    });
    return [large, found];
  }, "wide");
}

async function scan(image) {
  const { read } = await import("./qr.js");
  const source = new Image();
  source.src = image.src;
  await source.decode();
  const canvas = el("canvas", { width: source.naturalWidth, height: source.naturalHeight });
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.fillStyle = "#fff";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(source, 0, 0);
  return read(context.getImageData(0, 0, canvas.width, canvas.height));
}

// One message as a bubble: pure, from the Bot API's message to elements.

import { fileAddress } from "./api.js";
import { el, fullName, sign } from "./dom.js";
import { formatted } from "./entities.js";
import { locale, t } from "./words.js";

const clock = new Intl.DateTimeFormat(locale(), { hour: "numeric", minute: "2-digit" });
const day = new Intl.DateTimeFormat(locale(), { weekday: "long", day: "numeric", month: "long" });

export const dayOf = (message) => day.format(new Date(message.date * 1000));
export const timeOf = (seconds) => clock.format(new Date(seconds * 1000));
export const wordsOf = (message) => message.text || message.caption || "";

const SERVICE = ["new_chat_members", "left_chat_member"];

/** `acts`: follow(address), say(text), press(button, message), menu(view, anchor), look(address). */
export function bubble(view, acts, { named }) {
  const { message, own } = view;
  const service = SERVICE.find((kind) => kind in message);
  if (service) return el("div.service", {}, el("span", {}, serviceWords(service, message)));
  const parts = [named && !own ? el("span.from", {}, message.from?.first_name || "") : null];
  parts.push(forwarded(message), quoted(message), ...media(message, acts), words(message, acts));
  const inner = el(`div.bubble${own ? ".own" : ""}${onlyMedia(message) ? ".bare" : ""}`, {}, parts, meta(view));
  const more = el("button.icon.more", { type: "button", "aria-label": t("What to do with the message"), "aria-haspopup": "menu" }, sign("more"));
  more.addEventListener("click", () => acts.menu(view, more));
  const body = el("div.body", {}, el("div.line", {}, inner, more), keyboard(message, acts));
  return el(`div.message${own ? ".own" : ""}`, {}, body);
}

const onlyMedia = (message) => Boolean((message.photo || message.sticker) && !message.caption);

function words(message, acts) {
  const text = wordsOf(message);
  if (!text) return null;
  const node = el("div.words", { dir: "auto" }, formatted(text, message.entities || message.caption_entities, acts));
  const large = !message.entities && [...text].length <= 3 && /^\p{Extended_Pictographic}+$/u.test(text);
  if (large) node.classList.add("large");
  return node;
}

function meta(view) {
  const { message, own, edited } = view;
  const time = timeOf(message.date);
  return el(
    "span.meta", {}, edited ? el("span", {}, `${t("edited")} `) : null,
    el("time", { dateTime: new Date(message.date * 1000).toISOString() }, time),
    own ? el("span.ticks", { "aria-hidden": "true" }, " ✓✓") : null,
  );
}

function forwarded(message) {
  const origin = message.forward_origin;
  if (!origin) return null;
  const name = origin.sender_user?.first_name || origin.sender_user_name || origin.chat?.title || "";
  return el("span.forwarded", {}, `${t("Forwarded from")} `, el("b", {}, name));
}

function quoted(message) {
  const to = message.reply_to_message;
  if (!to) return null;
  return el("span.quoted", {}, el("b", {}, to.from?.first_name || ""), el("span", {}, wordsOf(to) || kindOf(to)));
}

const KINDS = {
  photo: "Photo", document: "Document", voice: "Voice message", audio: "Audio", video: "Video", sticker: "Sticker",
  contact: "Contact", location: "Place", animation: "Animation", video_note: "Video",
};

export function kindOf(message) {
  const kind = Object.keys(KINDS).find((key) => key in message);
  return kind ? t(KINDS[kind]) : "";
}

function media(message, acts) {
  const nodes = [];
  if (message.photo) nodes.push(photo(message, acts));
  if (message.sticker) nodes.push(el("span.sticker", {}, message.sticker.emoji || "🏷"));
  const file = message.document || message.animation;
  if (file) nodes.push(attachment(file));
  const sound = message.voice || message.audio;
  if (sound) nodes.push(el("audio", { controls: true, preload: "none", src: fileAddress(sound.file_id) }));
  const film = message.video || message.video_note;
  if (film && !message.animation) nodes.push(el("video", { controls: true, preload: "none", src: fileAddress(film.file_id) }));
  if (message.contact) nodes.push(contact(message.contact));
  const place = message.venue?.location || message.location;
  if (place) nodes.push(location(place, message.venue));
  return nodes;
}

/** Its size is known before it is there, so nothing jumps. */
function photo(message, acts) {
  const largest = message.photo.at(-1);
  const scale = Math.min(1, 300 / largest.width, 320 / largest.height);
  const image = el("img", {
    src: fileAddress(largest.file_id), alt: message.caption || t("Photo"), loading: "lazy",
    width: Math.max(80, Math.round(largest.width * scale)), height: Math.max(60, Math.round(largest.height * scale)),
  });
  return el("button.photo", { type: "button", "aria-label": t("Look at the photo"), onclick: () => acts.look(image) }, image);
}

function attachment(file) {
  const size = file.file_size > 1e6 ? `${(file.file_size / 1e6).toFixed(1)} MB` : `${Math.max(1, Math.round(file.file_size / 1e3))} kB`;
  return el(
    "a.attachment", { href: fileAddress(file.file_id), download: file.file_name || "file" },
    el("span.file-sign", {}, sign("file")),
    el("span", {}, el("b", {}, file.file_name || t("Document")), el("small", {}, size)),
  );
}

function contact(card) {
  return el(
    "span.card", {}, el("span.card-sign", { "aria-hidden": "true" }, "👤"),
    el("span", {}, el("b", {}, fullName(card)), el("small", {}, card.phone_number)),
  );
}

function location(place, venue) {
  const where = `${place.latitude.toFixed(4)}, ${place.longitude.toFixed(4)}`;
  return el(
    "span.card", {}, el("span.card-sign", { "aria-hidden": "true" }, "📍"),
    el("span", {}, el("b", {}, venue?.title || t("Place")), el("small", {}, venue?.address || where)),
  );
}

function keyboard(message, acts) {
  const rows = message.reply_markup?.inline_keyboard;
  if (!rows) return null;
  const shown = rows.map((row) => el("div.keys", {}, row.map((button) => key(button, message, acts))));
  return el("div.keyboard", { role: "group", "aria-label": t("Buttons of the message") }, shown);
}

function key(button, message, acts) {
  const hint = "url" in button ? "link" : "copy_text" in button ? "copy" : null;
  const node = el(
    `button.key${button.style ? `.${button.style}` : ""}`, { type: "button" },
    el("span", { dir: "auto" }, button.text), hint ? sign(hint) : null,
  );
  node.addEventListener("click", () => acts.press(button, message, node));
  return node;
}

function serviceWords(kind, message) {
  if (kind === "left_chat_member") return `${fullName(message.left_chat_member)} ${t("left")}`;
  return `${message.new_chat_members.map(fullName).join(", ")} ${t("joined")}`;
}

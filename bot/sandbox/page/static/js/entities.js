// Text with entities, as Telegram has it (offsets in UTF-16 units, like JavaScript's), made into elements.

import { el } from "./dom.js";
import { t } from "./words.js";

const TAGS = {
  bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", pre: "pre",
  blockquote: "blockquote", expandable_blockquote: "blockquote",
};

/** `follow(address)` is called for links that lead somewhere in Telegram or the web; `say(text)` for commands. */
export function formatted(text, entities, { follow, say }) {
  const sorted = [...(entities || [])].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return build(text, 0, text.length, sorted, { follow, say });
}

function build(text, start, end, entities, acts) {
  const nodes = [];
  let at = start;
  for (let i = 0; i < entities.length; ) {
    const entity = entities[i];
    const stop = Math.min(entity.offset + entity.length, end);
    let next = i + 1;
    while (next < entities.length && entities[next].offset < stop) next += 1;
    if (entity.offset > at) nodes.push(text.slice(at, entity.offset));
    const inner = build(text, entity.offset, stop, entities.slice(i + 1, next), acts);
    nodes.push(wrapped(entity, text.slice(entity.offset, stop), inner, acts));
    at = stop;
    i = next;
  }
  if (at < end) nodes.push(text.slice(at, end));
  return nodes;
}

function wrapped(entity, words, inner, { follow, say }) {
  switch (entity.type) {
    case "text_link":
      return link(entity.url, inner, follow);
    case "url":
      return link(/^[a-z][a-z+.-]*:/i.test(words) ? words : `https://${words}`, inner, follow);
    case "email":
      return el("span.linked", {}, inner);
    case "mention":
      return link(`https://t.me/${words.slice(1)}`, inner, follow);
    case "bot_command":
      return el("button.linked", { type: "button", onclick: () => say(words) }, inner);
    case "spoiler": {
      const hidden = el("button.spoiler", { type: "button", "aria-label": t("Hidden text") }, inner);
      hidden.addEventListener("click", () => {
        hidden.classList.add("shown");
        hidden.removeAttribute("aria-label");
      });
      return hidden;
    }
    default:
      return TAGS[entity.type] ? el(TAGS[entity.type], {}, inner) : el("span", {}, inner);
  }
}

function link(address, inner, follow) {
  const safe = /^(https?|tg|mailto|tel):/i.test(address);
  const anchor = el("a", { href: safe ? address : "#", rel: "noreferrer noopener", target: "_blank" }, inner);
  anchor.addEventListener("click", (event) => {
    event.preventDefault();
    follow(address);
  });
  return anchor;
}

// What comes over the page for a moment: notices, menus, dialogs.

import { el, sign } from "./dom.js";
import { t } from "./words.js";

export function toast(text, kind = "") {
  const node = el(`div.toast${kind ? `.${kind}` : ""}`, {}, text);
  document.getElementById("toasts").append(node);
  setTimeout(() => node.remove(), 4200);
}

/** Runs something asked of the world; what is refused is told and gives undefined. */
export async function attempt(promise) {
  try {
    return await promise;
  } catch (error) {
    toast(error.message || String(error), "bad");
    return undefined;
  }
}

let closeOpenMenu = () => {};

/** A menu below a button: entries are [label, act] or null for a line. */
export function menu(anchor, entries) {
  closeOpenMenu();
  const list = el("div.menu", { role: "menu" });
  for (const entry of entries) {
    if (!entry) {
      list.append(el("hr"));
      continue;
    }
    const [label, act, kind] = entry;
    const item = el(`button${kind ? `.${kind}` : ""}`, { type: "button", role: "menuitem" }, label);
    item.addEventListener("click", () => {
      close(true);
      act();
    });
    list.append(item);
  }
  document.body.append(list);
  place(list, anchor);
  anchor.setAttribute("aria-expanded", "true");
  const items = [...list.querySelectorAll("button")];
  items[0]?.focus({ preventScroll: true });
  list.addEventListener("keydown", (event) => {
    const at = items.indexOf(document.activeElement);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      items.at((at + step) % items.length).focus();
    } else if (event.key === "Escape" || event.key === "Tab") {
      event.preventDefault();
      event.stopPropagation();
      close(true);
    }
  });
  const outside = (event) => list.contains(event.target) || close(false);
  setTimeout(() => document.addEventListener("pointerdown", outside));
  function close(back) {
    document.removeEventListener("pointerdown", outside);
    list.remove();
    anchor.setAttribute("aria-expanded", "false");
    if (back) anchor.focus({ preventScroll: true });
    closeOpenMenu = () => {};
  }
  closeOpenMenu = () => close(false);
}

function place(node, anchor) {
  const at = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = node;
  const left = Math.max(8, Math.min(at.right - width, innerWidth - width - 8));
  const below = at.bottom + 6 + height < innerHeight;
  node.style.left = `${left}px`;
  node.style.top = `${below ? at.bottom + 6 : Math.max(8, at.top - height - 6)}px`;
}

/** A dialog with a title; `fill(close)` gives its content. Closed by Escape, its cross or `close`. */
export function dialog(title, fill, kind = "") {
  const node = el(`dialog${kind ? `.${kind}` : ""}`, { "aria-label": title });
  const cross = el("button.icon", { type: "button", "aria-label": t("Close"), onclick: () => node.close() }, sign("close"));
  const content = fill(() => node.close());
  node.append(el("header", {}, el("h2", {}, title), cross), ...[content].flat());
  node.addEventListener("close", () => node.remove());
  node.addEventListener("click", (event) => event.target === node && node.close());
  document.body.append(node);
  node.showModal();
  return node;
}

// The page put together: people on the left, chats side by side, the bot's calls on the right.

import { Drawer } from "./drawer.js";
import { sign } from "./dom.js";
import { Pane } from "./pane.js";
import { People } from "./people.js";
import { on, open as openWorld, people, refreshPeople, world } from "./store.js";
import { menu, toast } from "./surface.js";
import { Tour } from "./tour.js";
import { LANGUAGES, learn, speak, spoken, t, translate } from "./words.js";

const MOST = 4; // chats side by side
const NARROWEST = 310; // pixels of a chat that can still be read
const kept = {
  get: (key) => JSON.parse(localStorage.getItem(key) || "null"),
  set: (key, value) => localStorage.setItem(key, JSON.stringify(value)),
};

const app = document.getElementById("app");
const host = document.getElementById("panes");
let panes = [];
let active = null;

const room = () => (matchMedia("(max-width: 760px)").matches ? 1 : Math.max(1, Math.min(MOST, Math.floor(host.clientWidth / NARROWEST))));

/** Shows a chat: where it is open already, else in a new column if there is room, else instead of the one longest unused. */
function show({ person, other = 0, beside = false, focus = true }) {
  let pane = panes.find((one) => one.person === person && one.other === other);
  if (!pane) {
    const free = panes.length < room();
    pane = new Pane(person, other, { close });
    if (free || (beside && panes.length < MOST)) {
      host.append(pane.element);
      panes.push(pane);
    } else {
      const place = panes.reduce((longest, one) => (one.used < longest.used ? one : longest)); // since nobody touched it
      place.element.replaceWith(pane.element);
      place.leave();
      panes[panes.indexOf(place)] = pane;
    }
    pane.element.addEventListener("focusin", () => activate(pane));
    pane.element.addEventListener("pointerdown", () => activate(pane));
  }
  activate(pane);
  app.dataset.view = "chat";
  if (focus) setTimeout(() => pane.composer.focus(), 60);
  pane.seen();
  remember();
  return pane;
}

function activate(pane) {
  active = pane;
  if (pane) pane.used = performance.now();
  for (const one of panes) one.element.classList.toggle("active", one === pane && panes.length > 1);
}

function close(pane) {
  panes = panes.filter((one) => one !== pane);
  pane.leave();
  if (active === pane) activate(panes.at(-1) || null);
  if (!panes.length) app.dataset.view = "list";
  remember();
}

function remember() {
  kept.set("open", panes.map(({ person, other }) => ({ person, other })));
  host.dataset.count = panes.length;
  column.draw();
}

/** On a phone there is one chat at a time; when a window becomes narrow, the rest goes. */
function fit() {
  while (panes.length > Math.max(1, room())) {
    const oldest = panes.reduce((longest, one) => (one.used < longest.used ? one : longest));
    panes = panes.filter((one) => one !== oldest);
    oldest.leave();
  }
  remember();
}

const THEMES = ["auto", "light", "dark"];

function dress(theme) {
  kept.set("theme", theme);
  if (theme === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

function mainMenu(anchor) {
  const now = kept.get("theme") || "auto";
  const names = { auto: t("As the computer has it"), light: t("Light"), dark: t("Dark") };
  menu(anchor, [
    [t("Guided tour"), () => tour.begin()],
    [t("What the bot calls"), () => drawer.toggle()],
    [t("Mailbox"), () => window.open(`/mail?l=${spoken()}`, "_blank", "noopener")],
    [t("Documentation of the API"), () => window.open("/docs", "_blank", "noopener")],
    null,
    ...THEMES.map((theme) => [`${theme === now ? "● " : "○ "}${names[theme]}`, () => dress(theme)]),
    null,
    ...Object.entries(LANGUAGES).map(([code, name]) => [`${code === spoken() ? "● " : "○ "}${name}`, () => speak(code)]),
  ]);
}

function shortcuts(event) {
  if ((event.ctrlKey || event.metaKey) && event.key === "k") {
    event.preventDefault();
    app.dataset.view = "list";
    column.search.focus();
  } else if (event.altKey && /^[1-4]$/.test(event.key) && panes[event.key - 1]) {
    event.preventDefault();
    const pane = panes[event.key - 1];
    activate(pane);
    pane.composer.focus();
  }
}

async function untilAwake() {
  while (!world.awake) {
    await new Promise((done) => setTimeout(done, 500));
    await refreshPeople().catch(() => {});
  }
}

dress(kept.get("theme") || "auto");
await learn();
translate(document);
const drawer = new Drawer(document.getElementById("drawer"), () => fit());
const column = new People(() => panes.map((pane) => pane.person));
const tour = new Tour(document.getElementById("tour"), { show, kept, panes: () => panes });
const opener = document.getElementById("open-menu");
opener.append(sign("menu"));
opener.addEventListener("click", () => mainMenu(opener));
on("open", show);
on("back", () => {
  app.dataset.view = "list";
});
document.addEventListener("keydown", shortcuts);
document.addEventListener("visibilitychange", () => panes.forEach((pane) => pane.isLookedAt() && pane.seen()));

try {
  await openWorld();
  column.draw();
  const known = (kept.get("open") || []).filter(({ person }) => people.has(person));
  const first = known.length ? known : [...people.keys()].slice(0, room()).slice(0, 2).map((person) => ({ person }));
  for (const one of first.slice(0, room())) show({ ...one, focus: false });
  if (matchMedia("(max-width: 760px)").matches) app.dataset.view = "list";
  addEventListener("resize", fit);
  tour.offer();
  untilAwake();
} catch (error) {
  toast(error.message, "bad");
}
document.documentElement.dataset.ready = "yes";

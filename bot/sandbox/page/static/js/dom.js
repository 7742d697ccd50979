// Making elements. Text always goes in as text, so nothing that people write can become markup.

/** el("button.soft", { type: "button", onclick }, "Text", child, null) */
export function el(name, attributes = {}, ...children) {
  const [tag, ...classes] = name.split(".");
  const node = document.createElement(tag);
  if (classes.length) node.className = classes.join(" ");
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (key in node && key !== "list" && key !== "form") node[key] = value;
    else node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ""));
  return node;
}

const SHAPES = {
  send: "M3.4 20.4 21 12 3.4 3.6 3.4 10.2 15 12 3.4 13.8z",
  clip: "M16.5 6.5v9a4.5 4.5 0 0 1-9 0V5.8a3 3 0 0 1 6 0v8.7a1.5 1.5 0 0 1-3 0V7H9v7.5a3 3 0 0 0 6 0V5.8a4.5 4.5 0 0 0-9 0v9.7a6 6 0 0 0 12 0v-9z",
  more: "M12 7a2 2 0 1 0 0-4 2 2 0 0 0 0 4zm0 7a2 2 0 1 0 0-4 2 2 0 0 0 0 4zm0 7a2 2 0 1 0 0-4 2 2 0 0 0 0 4z",
  close: "m18.3 7.1-1.4-1.4L12 10.6 7.1 5.7 5.7 7.1l4.9 4.9-4.9 4.9 1.4 1.4 4.9-4.9 4.9 4.9 1.4-1.4-4.9-4.9z",
  back: "M20 11H7.8l5.6-5.6L12 4l-8 8 8 8 1.4-1.4L7.8 13H20z",
  menu: "M4 6.5h16v2H4zm0 4.5h16v2H4zm0 4.5h16v2H4z",
  down: "m12 15.4-6-6 1.4-1.4 4.6 4.6L16.6 8 18 9.4z",
  columns: "M4 4h7v16H4zm2 2v12h3V6zm7-2h7v16h-7zm2 2v12h3V6z",
  link: "M14 4h6v6h-2V7.4l-8.3 8.3-1.4-1.4L16.6 6H14zM5 6h5v2H6v10h10v-4h2v6H4V6z",
  copy: "M8 3h11v13h-2V5H8zM5 7h10v14H5zm2 2v10h6V9z",
  file: "M6 2h8l5 5v15H6zm7 1.5V8h4.5z",
};

const SVG = "http://www.w3.org/2000/svg";

/** A drawn sign; what it stands beside or in says what it means. */
export function sign(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "sign");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", SHAPES[name]);
  svg.append(path);
  return svg;
}

const HUES = [12, 32, 92, 150, 178, 202, 226, 262, 292, 330];

export function avatar(person, size = "") {
  const name = [person.first_name, person.last_name].filter(Boolean);
  const letters = /\p{Script=Han}/u.test(name[0]) ? [...name[0]].slice(0, 1) : name.map((part) => [...part][0]);
  const node = el(`span.avatar${size}`, { "aria-hidden": "true" }, letters.join("").toUpperCase());
  node.style.setProperty("--hue", HUES[person.id % HUES.length]);
  return node;
}

export const fullName = (person) => [person.first_name, person.last_name].filter(Boolean).join(" ");

/** Calls `act` once after the calls have paused for `ms`. */
export function settled(act, ms) {
  let timer = 0;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(act, ms);
  };
}

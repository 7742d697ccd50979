// What the page itself says. English sentences are the keys; the bot's words come from the bot.

const OTHER = {};

export const LANGUAGES = { en: "English", zh: "简体中文", sr: "srpski" };

/** Who reads Croatian, Bosnian or Montenegrin reads the Serbian page. */
const CLOSE = { hr: "sr", bs: "sr", sh: "sr", cnr: "sr" };

function preferred() {
  let chosen = null;
  try {
    chosen = localStorage.getItem("language");
  } catch {
    // Without storage, the browser's languages decide.
  }
  const codes = navigator.languages.map((tag) => tag.toLowerCase().split("-")[0]).map((code) => CLOSE[code] || code);
  return [chosen, ...codes].find((code) => code in LANGUAGES) || "en";
}

const language = preferred();

export const spoken = () => language;

const TAGS = { zh: "zh-Hans", sr: "sr-Latn" };

/** The language as dates and names of countries are written in it; English as the browser has it. */
export const locale = () => TAGS[language];

export function speak(code) {
  localStorage.setItem("language", code);
  location.reload();
}

export const t = (words) => OTHER[language]?.[words] ?? words;

/** Learns a language's words: { English: translated }. */
export async function learn() {
  if (language !== "en") OTHER[language] = (await import(`./words-${language}.js`)).default;
  document.documentElement.lang = TAGS[language] || language;
}

/** Translates what is in the page from the start, where it is marked with data-t. */
export function translate(root) {
  for (const node of root.querySelectorAll("[data-t]")) node.textContent = t(node.textContent.trim());
  for (const node of root.querySelectorAll("[data-t-label]")) node.ariaLabel = t(node.ariaLabel);
  for (const node of root.querySelectorAll("[data-t-placeholder]")) node.placeholder = t(node.placeholder);
}

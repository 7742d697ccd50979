// The people's side of the simulated Telegram, as the page asks it.

export class Refused extends Error {}

async function ask(verb, path, body) {
  const form = body instanceof FormData;
  const response = await fetch(path, {
    method: verb,
    body: body === undefined ? undefined : form ? body : JSON.stringify(body),
    headers: body === undefined || form ? {} : { "Content-Type": "application/json" },
  });
  if (response.status === 204) return null;
  const answer = await response.json().catch(() => ({ error: response.statusText }));
  if (!response.ok) throw new Refused(answer.error || response.statusText);
  return answer;
}

const get = (path) => ask("GET", path);
const post = (path, body = {}) => ask("POST", path, body);
const me = (person) => `/api/people/${person}`;

export const overview = () => get("/page/overview");
export const stage = () => get("/page/stage");
export const markRead = (person, tick) => ask("POST", `/page/read/${person}/${tick}`);

export const createPerson = (person) => post("/api/people", person);
export const chat = (person, other, after) => get(`${me(person)}/chats/${other}?after=${after}`);
export const start = (person, payload = "") => post(`${me(person)}/start`, { payload });
export const sendText = (person, text, { chat = 0, replyTo = null, topic = 0 } = {}) =>
  post(`${me(person)}/messages`, { text, chat: chat || null, reply_to: replyTo, topic });
export const sendContact = (person, phone, name, own) =>
  post(`${me(person)}/messages`, { contact: { phone_number: phone, name, own } });
export const sendLocation = (person, latitude, longitude) =>
  post(`${me(person)}/messages`, { location: { latitude, longitude } });
export const editText = (person, message, text, chat) =>
  ask("PATCH", `${me(person)}/messages/${message}`, { text, chat: chat || null });
export const press = (person, button) => post(`${me(person)}/presses`, button);
export const askInline = (person, query) => post(`${me(person)}/inline`, { query });
export const inlineAnswer = (person, id) => get(`${me(person)}/inline/${id}`);
export const pick = (person, id, result, chat) => post(`${me(person)}/inline/${id}/picks`, { result, chat });
export const block = (person) => post(`${me(person)}/block`);
export const unblock = (person) => post(`${me(person)}/unblock`);

export const deleteTopic = (person, topic) => ask("DELETE", `${me(person)}/topics/${topic}`);

export function sendFile(person, file, { kind, caption = "", chat = 0, topic = 0 }) {
  const form = new FormData();
  form.append("file", file, file.name || "file");
  form.append("kind", kind);
  form.append("caption", caption);
  if (chat) form.append("chat", String(chat));
  form.append("topic", String(topic));
  return post(`${me(person)}/files`, form);
}

export const fileAddress = (id) => `/api/files/${encodeURIComponent(id)}`;

export const journal = (after) => get(`/api/journal?after=${after}`);
export const faults = () => get("/api/faults");
export const addFault = (fault) => post("/api/faults", fault);
export const clearFaults = () => ask("DELETE", "/api/faults");
export const moveClock = (seconds) => post("/api/clock", { move: seconds });

const KINDS = [
  "hello", "message", "edit", "delete", "action", "answer", "blocked", "unblocked",
  "commands", "person", "call", "clock", "unpin",
];

/** Follows the world; `heard(kind, data)` is called for each event, with "lost" when the line is cut. */
export function follow(heard) {
  const source = new EventSource("/api/events");
  for (const kind of KINDS) {
    source.addEventListener(kind, (event) => heard(kind, JSON.parse(event.data)));
  }
  source.onerror = () => heard("lost", {});
  return source;
}

// Where a person writes: text, commands, files, the reply keyboard.

import * as api from "./api.js";
import { el, sign } from "./dom.js";
import { kindOf, wordsOf } from "./message.js";
import { attempt, dialog, menu, toast } from "./surface.js";
import { t } from "./words.js";

const LONGEST = 4096;

export class Composer {
  constructor(pane) {
    Object.assign(this, { pane, editing: null, replying: null, used: "", drawn: "" });
    this.field = el("textarea", { rows: 1, maxLength: LONGEST, placeholder: t("Message"), "aria-label": t("Message"), dir: "auto", enterKeyHint: "send" });
    this.file = el("input", { type: "file", hidden: true, tabIndex: -1, "aria-hidden": "true" });
    this.slash = el("button.icon.slash", { type: "button", "aria-label": t("Commands"), "aria-expanded": "false" }, "/");
    this.clip = el("button.icon", { type: "button", "aria-label": t("Attach"), "aria-haspopup": "menu" }, sign("clip"));
    this.sendKey = el("button.icon.send", { type: "submit", "aria-label": t("Send") }, sign("send"));
    this.about = el("div.about", { hidden: true });
    this.commands = el("div.commands", { role: "listbox", "aria-label": t("Commands"), hidden: true });
    this.keys = el("div.reply-keys", { hidden: true });
    this.form = el("form.write", {}, this.slash, this.field, this.clip, this.sendKey, this.file);
    this.big = el("button.big", { type: "button", hidden: true });
    this.element = el("div.composer", {}, this.commands, this.about, this.form, this.big, this.keys);
    this.listen();
  }

  listen() {
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.send();
    });
    this.field.addEventListener("keydown", (event) => this.typed(event));
    this.field.addEventListener("input", () => {
      this.grow();
      this.offer();
    });
    this.field.addEventListener("paste", (event) => {
      const [file] = event.clipboardData?.files || [];
      this.tellIfCut(event.clipboardData?.getData("text") || "");
      if (file) this.attach(file, file.type.startsWith("image/") ? "photo" : "document");
    });
    this.slash.addEventListener("click", () => {
      this.offer(this.commands.hidden);
      this.field.focus();
    });
    this.clip.addEventListener("click", () => this.attachMenu());
    this.file.addEventListener("change", () => {
      const [file] = this.file.files;
      if (file) this.attach(file, this.kind);
      this.file.value = "";
    });
  }

  /** The field takes no more than Telegram does: says so, since the browser does not. */
  tellIfCut(pasted) {
    const left = LONGEST - this.field.value.length + (this.field.selectionEnd - this.field.selectionStart);
    if (pasted.length > left) toast(t("A message has at most 4096 characters: the end is cut off."), "bad");
  }

  /** In step with the chat: the commands there are, the reply keyboard, Start or Unblock instead of a field. */
  draw() {
    const { chat, other } = this.pane;
    const empty = !other && chat.loaded && !chat.ids.length;
    const blocked = !other && chat.blocked;
    const wasWriting = this.big.hidden;
    const isHere = [this.field, this.big].includes(document.activeElement);
    this.form.hidden = empty || blocked;
    this.big.hidden = !empty && !blocked;
    this.big.textContent = blocked ? t("Unblock the bot") : t("Start");
    this.big.onclick = () => attempt(blocked ? api.unblock(this.pane.person) : api.start(this.pane.person));
    this.slash.hidden = !chat.commands.length;
    this.drawKeys(chat.keyboard);
    if (isHere && wasWriting !== this.big.hidden) this.focus();
  }

  /** Puts the focus where the person goes on: the field, or Start or Unblock in its place. */
  focus() {
    // On a phone the focus would open the keyboard over the chat.
    if (!matchMedia("(pointer: coarse)").matches) (this.form.hidden ? this.big : this.field).focus({ preventScroll: true });
  }

  drawKeys(keyboard) {
    const now = JSON.stringify(keyboard);
    if (now === this.drawn) return;
    this.drawn = now;
    this.field.placeholder = keyboard?.input_field_placeholder || t("Message");
    const rows = keyboard?.keyboard || [];
    this.keys.hidden = !rows.length;
    this.keys.replaceChildren(...rows.map((row) => el("div.keys", {}, row.map((key) => this.key(key, keyboard)))));
    if (keyboard?.force_reply) this.field.focus();
  }

  key(key, keyboard) {
    const act = () => {
      const asks = Object.keys(key).some((name) => name.startsWith("request_"));
      attempt(asks ? api.press(this.pane.person, { label: key.text }) : this.pane.say(key.text));
      if (keyboard.one_time_keyboard) this.keys.hidden = true;
    };
    return el("button.key", { type: "button", onclick: act }, key.text);
  }

  typed(event) {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      const [first] = this.commands.hidden ? [] : this.commands.children;
      if (first && /^\/\w*$/.test(this.field.value) && !this.exact()) first.click();
      else this.send();
    } else if (event.key === "Escape") {
      this.commands.hidden = true;
      this.done();
    } else if (event.key === "ArrowUp" && !this.field.value) {
      const own = this.pane.ids.map((id) => this.pane.chat.views.get(id)).filter((view) => view.own && view.message.text);
      if (own.length) {
        event.preventDefault();
        this.edit(own.at(-1));
      }
    }
  }

  exact() {
    return this.pane.chat.commands.some(({ command }) => `/${command}` === this.field.value.trim());
  }

  grow() {
    this.field.style.height = "auto";
    this.field.style.height = `${Math.min(this.field.scrollHeight, 150)}px`;
  }

  /** Commands that begin with what is typed, or all of them. */
  offer(all = false) {
    const typed = this.field.value;
    const fitting = this.pane.chat.commands.filter(({ command }) => all || (/^\/\w*$/.test(typed) && `/${command}`.startsWith(typed)));
    this.commands.hidden = !fitting.length;
    this.slash.setAttribute("aria-expanded", String(Boolean(fitting.length)));
    this.commands.replaceChildren(
      ...fitting.map(({ command, description }) => {
        const act = () => {
          this.field.value = "";
          this.commands.hidden = true;
          attempt(this.pane.say(`/${command}`));
          this.field.focus();
        };
        return el("button", { type: "button", role: "option", onclick: act }, el("b", {}, `/${command}`), el("span", {}, description));
      }),
    );
  }

  async send() {
    const text = this.field.value.trim();
    if (!text) return;
    const { person, other, chat } = this.pane;
    const { editing, replying } = this;
    this.field.value = "";
    this.commands.hidden = true;
    this.done();
    this.grow();
    const sent = editing
      ? api.editText(person, editing, text, other ? chat.id : 0)
      : this.pane.say(text, replying);
    if ((await attempt(sent)) === undefined && !this.field.value) this.field.value = text;
  }

  /** Puts words into the field, for the visitor to send. */
  put(text) {
    this.field.value = text;
    this.grow();
    this.field.focus();
  }

  edit(view) {
    this.editing = view.message.message_id;
    this.replying = null;
    this.tell(t("Edit"), view);
    this.put(view.message.text);
  }

  reply(view) {
    this.replying = view.message.message_id;
    this.editing = null;
    this.tell(t("Reply"), view);
    this.field.focus();
  }

  tell(what, view) {
    const cross = el("button.icon", { type: "button", "aria-label": t("Cancel"), onclick: () => this.done() }, sign("close"));
    const words = wordsOf(view.message) || kindOf(view.message);
    this.about.replaceChildren(el("span", {}, el("b", {}, what), el("span", {}, words)), cross);
    this.about.hidden = false;
  }

  done() {
    if (this.editing) this.field.value = "";
    this.editing = this.replying = null;
    this.about.hidden = true;
  }

  attachMenu() {
    const pick = (kind, accept) => () => {
      this.kind = kind;
      this.file.accept = accept;
      this.file.click();
    };
    const { person } = this.pane;
    menu(this.clip, [
      [t("Photo"), pick("photo", "image/*")],
      [t("Document"), pick("document", "")],
      [t("Voice message"), pick("voice", "audio/*")],
      [t("Sticker"), pick("sticker", "image/webp,image/png")],
      [t("Own phone number"), () => attempt(api.sendContact(person, `+${person}`, "", true))],
      [t("Somebody's contact …"), () => this.askContact()],
      [t("Place"), () => attempt(api.sendLocation(person, 44.8125, 20.4612))],
    ]);
  }

  askContact() {
    dialog(t("Somebody's contact"), (close) => {
      const name = el("input", { required: true, "aria-label": t("Name"), placeholder: t("Name") });
      const phone = el("input", { required: true, type: "tel", "aria-label": t("Phone number"), placeholder: "+381 …" });
      const send = (event) => {
        event.preventDefault();
        close();
        attempt(api.sendContact(this.pane.person, phone.value, name.value, false));
      };
      return el("form", { onsubmit: send }, name, phone, el("footer", {}, el("button.primary", {}, t("Send"))));
    });
  }

  attach(file, kind) {
    dialog(t("Send a file"), (close) => {
      const caption = el("input", { maxLength: 1024, "aria-label": t("Caption"), placeholder: t("Caption"), value: this.field.value });
      const send = (event) => {
        event.preventDefault();
        close();
        this.field.value = "";
        const { person, other, topic } = this.pane;
        attempt(api.sendFile(person, file, { kind, caption: caption.value, chat: other, topic }));
      };
      const picture = kind === "photo" ? el("img.preview", { src: URL.createObjectURL(file), alt: "" }) : el("p", {}, file.name);
      return el("form", { onsubmit: send }, picture, caption, el("footer", {}, el("button.primary", {}, t("Send"))));
    });
  }
}

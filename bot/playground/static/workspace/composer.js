// Where messages and commands are typed: grows with the text, offers commands after "/", people after "@".
import { classes, html, useLayoutEffect, useRef, useState } from "../html.js";
import { recall, remember } from "../remember.js";
import { page } from "../store.js";
import { Icon, IconButton } from "../ui/icons.js";
import { sizeText } from "../ui/sizes.js";
import { CommandList, commandsFor, hintFor } from "./commands.js";
import { MentionList, mentionsFor, withMention } from "./mentions.js";

const TALLEST = 220;
const draftKey = (channel) => `draft.${page.person}.${channel.id}`;

function useDraft(channel) {
  const [text, setText] = useState(() => recall(draftKey(channel)) ?? "");
  const field = useRef(null);
  useLayoutEffect(() => {
    field.current.style.height = "auto";
    field.current.style.height = `${Math.min(field.current.scrollHeight, TALLEST)}px`;
  }, [text]);
  const write = (next) => {
    setText(next);
    remember(draftKey(channel), next);
  };
  return { text, write, field };
}

/** What is offered for the text: commands at its beginning, people at its end. */
function useOffers(text, write, field) {
  const [active, setActive] = useState(0);
  const [shut, setShut] = useState(null); // the text at which the person closed the list
  const commands = commandsFor(text);
  const found = shut === text ? [] : commands.length ? commands : mentionsFor(text);
  const pick = (one) => {
    write(one.command ? `${one.command} ` : withMention(text, one));
    setActive(0);
    field.current.focus();
  };
  const keys = (event) => {
    if (!found.length) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const exact = found.some((one) => one.command === text);
    if (step) setActive((active + step + found.length) % found.length);
    else if (event.key === "Tab" || (event.key === "Enter" && !exact)) pick(found[active] ?? found[0]);
    else if (event.key === "Escape") setShut(text);
    else return false;
    event.preventDefault();
    return true;
  };
  const List = commands.length ? CommandList : MentionList;
  return { List, found, active: Math.min(active, found.length - 1), setActive, pick, keys };
}

const Attached = ({ file, remove }) => html`
  <span class="attached"><${Icon} name="file-spreadsheet" /> <span class="added-name">${file.name}</span>
    <small>${sizeText(file.size)}</small>
    <${IconButton} icon="x" size=${15} label=${`Remove ${file.name}`} onClick=${remove} /></span>`;

function Paperclip({ add }) {
  const input = useRef(null);
  const onChange = (event) => {
    add([...event.target.files]);
    event.target.value = "";
  };
  return html`
    <${IconButton} icon="paperclip" label="Attach files" onClick=${() => input.current.click()} />
    <input ref=${input} type="file" multiple hidden aria-label="Files to share" onChange=${onChange} />`;
}

const Attachments = ({ files, setFiles }) => files.length > 0 && html`
  <div class="attached-row">${files.map((file, index) => html`
    <${Attached} key=${index} file=${file} remove=${() => setFiles(files.filter((one) => one !== file))} />`)}</div>`;

const Tools = ({ add, slash, ready, post }) => html`
  <div class="composer-tools">
    <${Paperclip} add=${add} />
    <button type="button" class="icon-button" aria-label="Commands" title="Commands" onClick=${slash}>
      <span class="slash">/</span></button>
    <span class="topbar-gap"></span>
    <button type="button" class=${classes("send", ready && "is-ready")} aria-label="Send" title="Send"
      disabled=${!ready} onClick=${post}><${Icon} name="send-horizontal" /></button>
  </div>`;

/** Enter sends, Shift+Enter begins a line; keys first go to the list that is open. */
const keysFor = (offers, post) => (event) => {
  if (event.isComposing || offers.keys(event)) return;
  if (event.key !== "Enter" || event.shiftKey) return;
  event.preventDefault();
  post();
};

const pasteFor = (add) => (event) => {
  const pasted = [...event.clipboardData.files];
  if (!pasted.length) return;
  event.preventDefault();
  add(pasted);
};

function Field({ draft, offers, listed, name, ...handlers }) {
  const hint = hintFor(draft.text);
  return html`
    <div class="composer-field">
      <textarea ref=${draft.field} rows="1" value=${draft.text} placeholder=${`Message ${name}`}
        aria-label=${`Message ${name}`} aria-autocomplete="list"
        aria-controls=${listed ? "commands" : undefined}
        aria-activedescendant=${listed ? `command-${offers.active}` : undefined}
        onInput=${(event) => draft.write(event.target.value)} ...${handlers}></textarea>
      ${hint && html`<div class="composer-hint" aria-hidden="true"><span>${draft.text}</span>${hint}</div>`}
    </div>`;
}

export function Composer({ channel, files, setFiles, send }) {
  const draft = useDraft(channel);
  const { text, write, field } = draft;
  const offers = useOffers(text, write, field);
  const [focused, setFocused] = useState(false);
  const ready = text.trim() || files.length;
  const listed = focused && offers.found.length > 0;
  const add = (more) => setFiles([...files, ...more]);
  const begin = (words) => {
    write(words);
    field.current.focus();
  };
  const post = () => {
    if (!ready) return;
    send({ text: text.trim(), files });
    setFiles([]);
    begin("");
  };
  return html`
    <div class="composer-wrap">
      ${listed && html`<${offers.List} ...${offers} />`}
      <div class=${classes("composer", focused && "is-focused")}>
        <${Attachments} files=${files} setFiles=${setFiles} />
        <${Field} draft=${draft} offers=${offers} listed=${listed}
          name=${channel.is_dm ? channel.name : `#${channel.name}`}
          onKeyDown=${keysFor(offers, post)} onPaste=${pasteFor(add)}
          onFocus=${() => setFocused(true)} onBlur=${() => setFocused(false)} />
        <${Tools} add=${add} slash=${() => begin("/")} ready=${ready} post=${post} />
      </div>
    </div>`;
}

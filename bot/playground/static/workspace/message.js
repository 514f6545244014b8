// One message: who, when, words or blocks, files; and one that is still on its way.
import { fileUrl } from "../api.js";
import { messageBox } from "../boxes.js";
import { Blocks } from "../blocks/index.js";
import { classes, html } from "../html.js";
import { page } from "../store.js";
import { Mrkdwn } from "../text/render.js";
import { Avatar } from "../ui/avatar.js";
import { Icon } from "../ui/icons.js";
import { kindText, sizeText } from "../ui/sizes.js";
import { MessageTools } from "./message-tools.js";

const when = (ts) => new Date(Number(ts) * 1000);
const clock = (ts) => new Intl.DateTimeFormat(undefined, { timeStyle: "short" }).format(when(ts));
const SHEETS = /\.(csv|tsv|xlsx?)$/i;

function File({ file }) {
  const name = file.name ?? file.title ?? "file";
  const note = [kindText(name), sizeText(file.size)].filter(Boolean).join(" · ");
  const icon = SHEETS.test(name) ? "file-spreadsheet" : "file-text";
  const inside = html`
    <span class="file-icon"><${Icon} name=${icon} size=${22} /></span>
    <span class="file-words"><b>${name}</b><small>${note}</small></span>`;
  if (!file.id) return html`<div class="file">${inside}</div>`;
  return html`
    <a class="file" href=${fileUrl(page.person, file.id)} download=${name} aria-label=${`Download ${name}`}>
      ${inside}<span class="file-get"><${Icon} name="download" /></span></a>`;
}

const Files = ({ files }) => files?.length > 0 && html`
  <div class="files">${files.map((file) => html`<${File} key=${file.id} file=${file} />`)}</div>`;

const Moment = ({ ts }) =>
  html`<time datetime=${when(ts).toISOString()} title=${when(ts).toLocaleString()}>${clock(ts)}</time>`;

const Head = ({ user, ts }) => html`
  <div class="message-head">
    <b class="message-name">${user?.real_name || user?.name}</b>
    ${user?.is_bot && html`<span class="app-badge">APP</span>`}
    ${ts ? html`<${Moment} ts=${ts} />` : html`<span class="sending" role="status">Sending…</span>`}
  </div>`;

const Said = ({ message, channel }) => message.blocks?.length
  ? html`<div class="blocks"><${Blocks} box=${messageBox(channel, message)} blocks=${message.blocks} /></div>`
  : message.text && html`<${Mrkdwn} text=${message.text} />`;

const Body = ({ message, channel }) => html`
  <div class="message-body">
    <${Said} message=${message} channel=${channel} />
    ${message.edited && html`<span class="edited">(edited)</span>`}
    <${Files} files=${message.files} />
  </div>`;

export function Message({ channel, message, follows }) {
  const compact = follows && !message.ephemeral;
  return html`
    <article class=${classes("message", compact && "is-compact", message.ephemeral && "is-ephemeral",
      message.subtype && "is-system")} data-ts=${message.ts}>
      ${message.ephemeral && html`
        <div class="only-you"><${Icon} name="eye" size=${14} /> Only visible to you</div>`}
      <div class="message-side">
        ${compact ? html`<time class="side-time">${clock(message.ts)}</time>`
          : html`<${Avatar} user=${message.user} size=${36} />`}
      </div>
      <div class="message-main">
        ${!compact && html`<${Head} user=${message.user} ts=${message.ts} />`}
        <${Body} message=${message} channel=${channel} />
      </div>
      <${MessageTools} channel=${channel} message=${message} />
    </article>`;
}

export function PendingMessage({ text, files }) {
  const { me } = page.server;
  return html`
    <article class="message is-pending">
      <div class="message-side"><${Avatar} user=${me} size=${36} /></div>
      <div class="message-main"><${Head} user=${me} />
        <div class="message-body">${text && html`<div class="mrkdwn">${text}</div>`}
          <${Files} files=${files?.map(({ name, size }) => ({ name, size }))} />
        </div></div>
    </article>`;
}

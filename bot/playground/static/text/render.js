// Draws parsed text. Everything foreign becomes a text node, never markup.
import { Fragment, html } from "../html.js";
import { page, personById } from "../store.js";
import { goToSlackLink } from "../workspace/places.js";
import { emojiIn, mrkdwn } from "./mrkdwn.js";

const SAFE = /^(https?:|mailto:|tel:|slack:)/i;
const DATE_WORDS = {
  "{date_num}": { dateStyle: "short" }, "{date}": { dateStyle: "long" },
  "{date_short}": { dateStyle: "medium" }, "{date_long}": { dateStyle: "full" },
  "{date_pretty}": { dateStyle: "long" }, "{date_short_pretty}": { dateStyle: "medium" },
  "{date_long_pretty}": { dateStyle: "full" }, "{time}": { timeStyle: "short" },
  "{time_secs}": { timeStyle: "medium" },
};

const Mention = ({ children, tone = "" }) => html`<span class=${`mention ${tone}`}>${children}</span>`;

function userName({ id, label }) {
  const { app } = page.server;
  return id === app.user_id ? app.name : personById(id)?.real_name ?? personById(id)?.name ?? (label || id);
}

function channelName({ id, label }) {
  return page.server.channels.find((one) => one.id === id)?.name ?? (label || id);
}

function dateText([seconds, format = "{date}"], label) {
  const when = new Date(Number(seconds) * 1000);
  if (Number.isNaN(when.getTime())) return label;
  return format.replace(/\{\w+\}/g, (word) =>
    DATE_WORDS[word] ? new Intl.DateTimeFormat(undefined, DATE_WORDS[word]).format(when) : word);
}

export function Link({ url, children, ...rest }) {
  if (!SAFE.test(url)) return html`<span>${children}</span>`;
  const onClick = (event) => goToSlackLink(url) && event.preventDefault();
  return html`
    <a href=${url} target="_blank" rel="noreferrer noopener" onClick=${onClick} ...${rest}>${children}</a>`;
}

const DRAW = {
  plain: ({ text }) => lines(text),
  emoji: ({ text, name }) => html`
    <span class="emoji" role="img" aria-label=${`${name} emoji`}>${text}</span>`,
  bold: ({ children }) => html`<b>${Inline(children)}</b>`,
  italic: ({ children }) => html`<i>${Inline(children)}</i>`,
  strike: ({ children }) => html`<s>${Inline(children)}</s>`,
  code: ({ text }) => html`<code>${text}</code>`,
  link: ({ url, children }) => html`<${Link} url=${url}>${Inline(children)}<//>`,
  user: (node) => html`<${Mention}>@${userName(node)}<//>`,
  channel: (node) => html`<${Mention}>#${channelName(node)}<//>`,
  broadcast: ({ range }) => html`<${Mention} tone="mention-all">@${range}<//>`,
  date: ({ parts, label }) => dateText(parts, label),
};

const lines = (text) =>
  text.split("\n").map((line, index) => html`<${Fragment}>${index > 0 && html`<br />`}${line}<//>`);

export const Inline = (nodes) => nodes.map((node) => DRAW[node.type](node));

const BLOCKS = {
  text: ({ children }) => html`<div>${Inline(children)}</div>`,
  quote: ({ children }) => html`<blockquote>${Inline(children)}</blockquote>`,
  pre: ({ text }) => html`<pre>${text}</pre>`,
  list: ({ items }) => items.map(({ mark, depth, children }) => html`
    <div class="bullet" style=${{ marginLeft: `${depth * 24}px` }}>
      <span class="bullet-mark">${mark}</span><span>${Inline(children)}</span>
    </div>`),
};

export const Mrkdwn = ({ text, verbatim }) => html`
  <div class="mrkdwn">${mrkdwn(text, { verbatim }).map((block) => BLOCKS[block.type](block))}</div>`;

const Plain = ({ text, emoji }) =>
  html`<span class="plain">${emoji === false ? lines(text ?? "") : Inline(emojiIn(text ?? ""))}</span>`;

/** A text object of either kind; `noLinks` leaves emails and addresses in it plain. */
export const Text = ({ of, noLinks }) => {
  if (!of) return null;
  if (of.type === "mrkdwn") return html`<${Mrkdwn} text=${of.text} verbatim=${of.verbatim || noLinks} />`;
  return html`<${Plain} text=${of.text} emoji=${of.emoji} />`;
};

/** The characters of a text object, for labels that take no markup. */
export const words = (of) =>
  typeof of === "string" ? of : emojiIn(of?.text ?? "").map((node) => node.text).join("");


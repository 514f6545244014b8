// rich_text blocks: sections, lists, quotes and code with styled elements.
import { html } from "../html.js";
import { EMOJI } from "../vendor/emoji.js";
import { Inline } from "./render.js";

const STYLES = ["bold", "italic", "strike"];

const plain = (text) => ({ type: "plain", text });

function leaf(element) {
  const { name } = element;
  switch (element.type) {
    case "text": return plain(element.text);
    case "link": return { type: "link", url: element.url, children: [plain(element.text || element.url)] };
    case "emoji": return { type: "emoji", text: EMOJI[name] ?? `:${name}:`, name };
    case "user": return { type: "user", id: element.user_id };
    case "channel": return { type: "channel", id: element.channel_id };
    case "broadcast": return { type: "broadcast", range: element.range };
    case "date": return { type: "date", parts: [element.timestamp, element.format], label: element.fallback };
    default: return plain(element.text ?? "");
  }
}

function styled(element) {
  const style = element.style ?? {};
  if (style.code) return { type: "code", text: element.text };
  const marks = STYLES.filter((name) => style[name]);
  return marks.reduce((node, type) => ({ type, children: [node] }), leaf(element));
}

const inlines = (elements) => Inline((elements ?? []).map(styled));

function List({ style, elements, indent = 0 }) {
  const items = elements.map((item) => html`<li>${inlines(item.elements)}</li>`);
  const margin = { marginLeft: `${indent * 24}px` };
  const Tag = style === "ordered" ? "ol" : "ul";
  return html`<${Tag} style=${margin}>${items}<//>`;
}

const PARTS = {
  rich_text_section: ({ elements }) => html`<div>${inlines(elements)}</div>`,
  rich_text_list: (part) => html`<${List} ...${part} />`,
  rich_text_quote: ({ elements }) => html`<blockquote>${inlines(elements)}</blockquote>`,
  rich_text_preformatted: ({ elements }) => html`<pre>${elements.map((one) => one.text ?? one.url)}</pre>`,
};

export const RichText = ({ block }) => html`
  <div class="mrkdwn rich">${(block.elements ?? []).map((part) => PARTS[part.type]?.(part))}</div>`;

// Slack's mrkdwn, parsed into a small tree. No HTML here: text/render.js draws the tree.
//
// Blocks: {type: "text" | "quote" | "pre" | "list", children}. Inline: {type, children? | text?, …}.
import { EMOJI } from "../vendor/emoji.js";

const MARKS = { "*": "bold", _: "italic", "~": "strike" };
const ENTITIES = { "&amp;": "&", "&lt;": "<", "&gt;": ">" };
const BROADCASTS = new Set(["channel", "here", "everyone"]);
const URL_WORD = /https?:\/\/[^\s<>|]*[^\s<>|.,;:!?)'"\]]/;
const EMAIL_WORD = /[\w.+-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}/;
const AUTOLINK = new RegExp(`(${URL_WORD.source})|(${EMAIL_WORD.source})`, "giu");
const EMOJI_AT = /:([a-z0-9_+'-]+):(?::skin-tone-\d:)?/iy;
const ENTITY_AT = /&(?:amp|lt|gt);/y;
const ANGLE_AT = /<([^<>\n]+)>/y;
const CODE_AT = /`([^`\n]+)`/y;
const WORD = /[\p{L}\p{N}]/u;

export const unescape = (text) => text.replace(/&(?:amp|lt|gt);/g, (entity) => ENTITIES[entity]);

const at = (pattern, text, index) => {
  pattern.lastIndex = index;
  return pattern.exec(text);
};

/** What stands between < and >: a mention, a broadcast, a date or a link. */
export function angle(inside) {
  const bar = inside.indexOf("|");
  const target = bar < 0 ? inside : inside.slice(0, bar);
  const label = bar < 0 ? "" : unescape(inside.slice(bar + 1));
  const rest = target.slice(1);
  if (target[0] === "@") return { type: "user", id: rest, label };
  if (target[0] === "#") return { type: "channel", id: rest, label };
  if (target[0] === "!") return command(rest, label);
  const url = unescape(target);
  return { type: "link", url, children: emojiIn(label || url.replace(/^mailto:/, "")) };
}

function command(word, label) {
  if (BROADCASTS.has(word)) return { type: "broadcast", range: word };
  if (word.startsWith("date^")) return { type: "date", parts: word.split("^").slice(1), label };
  return { type: "broadcast", range: label.replace(/^@/, "") || word };
}

/** Text with :shortcodes: turned into emoji nodes. */
export function emojiIn(text) {
  const nodes = [];
  let from = 0;
  for (let index = text.indexOf(":"); index >= 0; index = text.indexOf(":", index + 1)) {
    const match = at(EMOJI_AT, text, index);
    const found = match && EMOJI[match[1].toLowerCase()];
    if (!found) continue;
    if (index > from) nodes.push({ type: "plain", text: text.slice(from, index) });
    nodes.push({ type: "emoji", text: found, name: match[1] });
    from = index + match[0].length;
    index = from - 1;
  }
  if (from < text.length) nodes.push({ type: "plain", text: text.slice(from) });
  return nodes;
}

function linksIn(text) {
  const nodes = [];
  let from = 0;
  for (const match of text.matchAll(AUTOLINK)) {
    if (match.index > from) nodes.push({ type: "plain", text: text.slice(from, match.index) });
    const url = match[1] ?? `mailto:${match[2]}`;
    nodes.push({ type: "link", url, children: [{ type: "plain", text: match[0] }] });
    from = match.index + match[0].length;
  }
  if (from < text.length) nodes.push({ type: "plain", text: text.slice(from) });
  return nodes;
}

const isSpace = (char) => /\s/.test(char);

function opens(text, index) {
  const [before, mark, after] = [text[index - 1] ?? " ", text[index], text[index + 1] ?? " "];
  return !WORD.test(before) && before !== mark && !isSpace(after) && after !== mark;
}

const closes = (text, index) => !isSpace(text[index - 1]) && !WORD.test(text[index + 1] ?? " ");

/** The index of the mark that closes the one at `open`, or -1. */
function closing(text, open) {
  if (!opens(text, open)) return -1;
  for (let index = open + 2; index < text.length && text[index] !== "\n"; index++) {
    const skip = at(ANGLE_AT, text, index) ?? at(CODE_AT, text, index);
    if (skip) index += skip[0].length - 1;
    else if (text[index] === text[open] && closes(text, index)) return index;
  }
  return -1;
}

/** One token that starts at `index`: [node, length], or null when it is plain text. */
function token(text, index, options) {
  const char = text[index];
  const code = char === "`" && at(CODE_AT, text, index);
  if (code) return [{ type: "code", text: unescape(code[1]) }, code[0].length];
  const bracket = char === "<" && at(ANGLE_AT, text, index);
  if (bracket) return [angle(bracket[1]), bracket[0].length];
  const emoji = char === ":" && at(EMOJI_AT, text, index);
  const picture = emoji && EMOJI[emoji[1].toLowerCase()];
  if (picture) return [{ type: "emoji", text: picture, name: emoji[1] }, emoji[0].length];
  const end = MARKS[char] ? closing(text, index) : -1;
  if (end < 0) return null;
  return [{ type: MARKS[char], children: inline(text.slice(index + 1, end), options) }, end - index + 1];
}

export function inline(text, options = {}) {
  const nodes = [];
  let run = "";
  const flush = () => {
    if (run) nodes.push(...(options.verbatim ? [{ type: "plain", text: run }] : linksIn(run)));
    run = "";
  };
  for (let index = 0; index < text.length; ) {
    const found = token(text, index, options);
    if (found) {
      flush();
      nodes.push(found[0]);
      index += found[1];
    } else {
      const entity = text[index] === "&" && at(ENTITY_AT, text, index);
      run += entity ? ENTITIES[entity[0]] : text[index];
      index += entity ? entity[0].length : 1;
    }
  }
  flush();
  return nodes;
}

const QUOTE = /^(?:&gt;|>) ?/;
const BULLET = /^(\s*)(?:[•◦▪‣·]|\d{1,3}\.)\s+/u;
const kindOf = (line) => (QUOTE.test(line) ? "quote" : BULLET.test(line) ? "list" : "text");

function lineBlocks(text, options) {
  const blocks = [];
  for (const line of text.split("\n")) {
    const type = kindOf(line);
    const last = blocks.at(-1);
    if (last?.type === type) last.lines.push(line);
    else blocks.push({ type, lines: [line] });
  }
  return blocks.map(({ type, lines }) => blockOf(type, lines, options));
}

function blockOf(type, lines, options) {
  if (type === "list") return { type, items: lines.map((line) => itemOf(line, options)) };
  const bare = type === "quote" ? lines.map((line) => line.replace(QUOTE, "")) : lines;
  return { type, children: inline(bare.join("\n"), options) };
}

function itemOf(line, options) {
  const [mark, indent] = BULLET.exec(line);
  return { mark: mark.trim(), depth: indent.length >> 1, children: inline(line.slice(mark.length), options) };
}

/** The whole text: fenced code first, the rest line by line. */
export function mrkdwn(text, options = {}) {
  return (text ?? "").split(/```\n?([\s\S]*?)\n?```\n?/).flatMap((part, index) => {
    if (index % 2) return [{ type: "pre", text: unescape(part) }];
    const trimmed = index ? part : part.replace(/\n$/, "");
    return part ? lineBlocks(trimmed, options) : [];
  });
}

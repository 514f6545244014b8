// JSON that opens and closes.
import { html, useState } from "../html.js";

const OPEN_DEPTH = 2;
const MANY = 60; // bigger ones start closed

function Leaf({ value }) {
  const kind = value === null ? "null" : typeof value;
  return html`<span class=${`json-${kind}`}>${JSON.stringify(value)}</span>`;
}

const Name = ({ name }) => name !== undefined && html`<span class="json-name">${name}: </span>`;

export function Tree({ name, value, depth }) {
  const isNode = value !== null && typeof value === "object";
  const entries = isNode ? Object.entries(value) : [];
  const [open, setOpen] = useState(depth < OPEN_DEPTH && entries.length <= MANY);
  if (!entries.length) return html`<div class="json-line"><${Name} name=${name} /><${Leaf} value=${value} /></div>`;
  const [left, right] = Array.isArray(value) ? ["[", "]"] : ["{", "}"];
  const hint = value.type ? `${value.type} ` : "";
  return html`
    <div class="json-node">
      <button type="button" class="json-toggle" aria-expanded=${String(open)} onClick=${() => setOpen(!open)}>
        <${Name} name=${name} />
        <span class="json-brace">${left}${!open && html` <small>${hint}${entries.length}</small> ${right}`}</span>
      </button>
      ${open && html`
        <div class="json-children">${entries.map(([key, one]) => html`
          <${Tree} key=${key} name=${key} value=${one} depth=${depth + 1} />`)}</div>
        <span class="json-brace">${right}</span>`}
    </div>`;
}

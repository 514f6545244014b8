// One line of the log, and what is inside when it is opened.
import { classes, html, useState } from "../html.js";
import { Icon, IconButton } from "../ui/icons.js";
import { Tree } from "./tree.js";

function clock(at) {
  const when = new Date(typeof at === "number" && at < 1e12 ? at * 1000 : at);
  if (Number.isNaN(when.getTime())) return "";
  return when.toLocaleTimeString(undefined, { hour12: false });
}

function Part({ title, value }) {
  if (value === undefined || value === null || value === "") return null;
  const copy = () => navigator.clipboard?.writeText(JSON.stringify(value, null, 2));
  return html`
    <div class="log-part">
      <div class="log-part-head"><b>${title}</b>
        <${IconButton} icon="copy" size=${14} label=${`Copy what ${title}`} title="Copy" onClick=${copy} /></div>
      <div class="tree"><${Tree} value=${value} depth=${0} /></div>
    </div>`;
}

export function Entry({ entry, bad }) {
  const [open, setOpen] = useState(false);
  const out = entry.direction === "from Slack";
  return html`
    <div class=${classes("log-entry", bad && "is-bad", open && "is-open")}>
      <button type="button" class="log-line" aria-expanded=${String(open)} title=${entry.direction}
        onClick=${() => setOpen(!open)}>
        <span class=${out ? "log-out" : "log-in"}>
          <${Icon} name=${out ? "arrow-up-right" : "arrow-down-left"} size=${15} /></span>
        <span class="log-what">${entry.what.replace("POST /slack/events ", "")}</span>
        <span class="log-status">${entry.status}</span>
        <span class="log-ms">${Math.round(entry.ms ?? 0)} ms</span>
        <time>${clock(entry.at)}</time>
      </button>
      ${entry.problems?.length > 0 && html`
        <ul class="log-problems">${entry.problems.map((one) => html`<li>${one}</li>`)}</ul>`}
      ${open && html`<div class="log-inside">
        <${Part} title=${out ? "Slack sent" : "Slack received"} value=${entry.request} />
        <${Part} title=${out ? "The bot answered" : "Slack answered"} value=${entry.response} />
      </div>`}
    </div>`;
}

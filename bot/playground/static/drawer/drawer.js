// The developer's drawer: every request between Slack and the bot, newest last, problems in red.
import { classes, html, useLayoutEffect, useRef, useState } from "../html.js";
import { change, page } from "../store.js";
import { IconButton } from "../ui/icons.js";
import { Entry } from "./entry.js";

export const isProblem = (entry) => entry.ok === false || entry.problems?.length > 0;

function useAtEnd(count) {
  const list = useRef(null);
  const atEnd = useRef(true);
  useLayoutEffect(() => {
    if (atEnd.current) list.current.scrollTop = list.current.scrollHeight;
  }, [count]);
  const onScroll = ({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
    atEnd.current = scrollHeight - scrollTop - clientHeight < 30;
  };
  return { list, onScroll };
}

const Filter = ({ name, on, pick, count }) => html`
  <button type="button" class=${classes("chip", on && "is-on")} aria-pressed=${String(on)} onClick=${pick}>
    ${name} <span>${count}</span>
  </button>`;

const clearLog = () => change({ log: { ...page.log, entries: [] } });

export function Drawer() {
  const [only, setOnly] = useState("all");
  const { entries } = page.log;
  const kinds = {
    all: entries,
    out: entries.filter((one) => one.direction === "from Slack"),
    in: entries.filter((one) => one.direction !== "from Slack"),
    bad: entries.filter(isProblem),
  };
  const shown = kinds[only];
  const { list, onScroll } = useAtEnd(shown.length);
  const none = only === "bad" ? "No problems. Slack would have accepted everything." : "Nothing yet. Click something.";
  const filter = (id, name) => html`
    <${Filter} name=${name} on=${only === id} count=${kinds[id].length} pick=${() => setOnly(id)} />`;
  return html`
    <aside class="drawer" aria-label="Developer log">
      <div class="drawer-head">
        <div><h2>Developer log</h2><p>What Slack received, what it answered</p></div>
        <${IconButton} icon="trash" label="Clear the log" onClick=${clearLog} />
        <${IconButton} icon="x" label="Close the developer log" onClick=${() => change({ drawer: false })} />
      </div>
      <div class="chips">
        ${filter("all", "All")}${filter("out", "Slack → bot")}${filter("in", "Bot → Slack")}${filter("bad", "Problems")}
      </div>
      <div class="log" ref=${list} onScroll=${onScroll}>
        ${shown.map((one) => html`<${Entry} key=${one.n} entry=${one} bad=${isProblem(one)} />`)}
        ${!shown.length && html`<p class="log-empty">${none}</p>`}
      </div>
    </aside>`;
}

// The messages of one channel, oldest first, with the composer under them.
import { command, say, share } from "../acts.js";
import { refresh } from "../live.js";
import { classes, html, useEffect, useLayoutEffect, useRef, useState } from "../html.js";
import { appChannel, page } from "../store.js";
import { AppMark, Icon, IconButton } from "../ui/icons.js";
import { useDrop } from "../ui/drop.js";
import { Composer } from "./composer.js";
import { Message, PendingMessage } from "./message.js";

const TOGETHER = 300; // seconds within which messages of one person stand under one name
const LONG_DAY = new Intl.DateTimeFormat(undefined, { weekday: "long", month: "long", day: "numeric" });
const dayOf = (ts) => new Date(Number(ts) * 1000).toDateString();

function dayName(ts) {
  const day = dayOf(ts);
  if (day === new Date().toDateString()) return "Today";
  if (day === new Date(Date.now() - 86_400_000).toDateString()) return "Yesterday";
  return LONG_DAY.format(new Date(Number(ts) * 1000));
}

const followsOn = (one, before) =>
  before && before.user?.id === one.user?.id && !one.ephemeral === !before.ephemeral &&
  dayOf(one.ts) === dayOf(before.ts) && one.ts - before.ts < TOGETHER;

/** Keeps the newest message in sight unless the person has scrolled up. */
function useStickToEnd(signal) {
  const list = useRef(null);
  const atEnd = useRef(true);
  const toEnd = () => atEnd.current && list.current && (list.current.scrollTop = list.current.scrollHeight);
  useLayoutEffect(() => { toEnd(); }, [signal]);
  useEffect(() => {
    const watcher = new ResizeObserver(toEnd);
    watcher.observe(list.current);
    watcher.observe(list.current.firstElementChild);
    return () => watcher.disconnect();
  }, []);
  const onScroll = ({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
    atEnd.current = scrollHeight - scrollTop - clientHeight < 40;
  };
  return { list, onScroll };
}

function Beginning({ channel }) {
  const { app } = page.server;
  if (channel.id !== appChannel()?.id)
    return html`
      <div class="beginning"><h3># ${channel.name}</h3>
        <p>This is the very beginning of the <b>${channel.name}</b> channel.</p></div>`;
  return html`
    <div class="beginning">
      <${AppMark} size=${56} /><h3>${app.name}</h3>
      <p>${app.description}</p>
      <p>Type <code>/</code> to see what ${app.name} can do, or drop a file here.</p>
    </div>`;
}

function useSending(channel) {
  const [pending, setPending] = useState([]);
  const [problem, setProblem] = useState(null);
  const run = async (shown, request) => {
    setProblem(null);
    setPending((list) => [...list, shown]);
    const answer = await request();
    await refresh();
    setPending((list) => list.filter((one) => one !== shown));
    if (!answer.ok && !answer.file) setProblem(answer.error ?? "That did not work.");
  };
  const send = async ({ text, files }) => {
    if (!files.length && text.startsWith("/")) return run({ command: text }, () => command(channel.id, text));
    return run({ text, files }, () => (files.length ? share(channel.id, files, text) : say(channel.id, text)));
  };
  return { pending, problem, send, forget: () => setProblem(null) };
}

const Status = ({ pending, problem, forget }) => {
  const running = pending.find((one) => one.command)?.command;
  return html`
    <div class="composer-status">
      ${running && html`<span role="status">Running ${running.split(" ")[0]}…</span>`}
      ${problem && html`
        <span class="composer-problem" role="alert"><${Icon} name="circle-alert" size=${15} /> ${problem}
          <${IconButton} icon="x" size=${14} label="Dismiss" onClick=${forget} /></span>`}
    </div>`;
};

const Entry = ({ channel, message, before }) => html`
  ${(!before || dayOf(message.ts) !== dayOf(before.ts)) && html`
    <div class="day"><span>${dayName(message.ts)}</span></div>`}
  <${Message} channel=${channel} message=${message} follows=${followsOn(message, before)} />`;

const DropVeil = ({ name }) => html`
  <div class="drop-veil"><${Icon} name="upload" size=${40} /><b>Drop to share with ${name}</b></div>`;

export function Conversation({ channel }) {
  const messages = page.server.messages[channel.id] ?? [];
  const { pending, problem, send, forget } = useSending(channel);
  const [files, setFiles] = useState([]);
  const drop = useDrop((dropped) => setFiles((list) => [...list, ...dropped]));
  const shown = pending.filter((one) => !one.command);
  const { list, onScroll } = useStickToEnd(`${messages.at(-1)?.ts} ${messages.length} ${shown.length}`);
  return html`
    <div class=${classes("conversation", drop.over && "is-over")} ...${drop.handlers}>
      <div class="messages" ref=${list} onScroll=${onScroll} tabindex="0"
        role="log" aria-label=${`Messages in ${channel.name}`}>
        <div class="messages-inner">
          <${Beginning} channel=${channel} />
          ${messages.map((one, index) => html`
            <${Entry} key=${one.ts} channel=${channel.id} message=${one} before=${messages[index - 1]} />`)}
          ${shown.map((one, index) => html`<${PendingMessage} key=${`p${index}`} ...${one} />`)}
        </div>
      </div>
      <${Composer} channel=${channel} files=${files} setFiles=${setFiles} send=${send} />
      <${Status} pending=${pending} problem=${problem} forget=${forget} />
      ${drop.over && html`<${DropVeil} name=${channel.is_dm ? channel.name : `#${channel.name}`} />`}
    </div>`;
}

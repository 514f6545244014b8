// Keeps the page the same as the server: fetches the state whenever the stream says it changed.
import { fetchLog, fetchState, listen } from "./api.js";
import { settleState } from "./boxes.js";
import { change, changed, page } from "./store.js";
import { dismiss, toast } from "./toasts.js";

let stop = () => {};
let running = null;
let again = false;
let lastNotice = null;
const LOG_KEPT = 400;

/** Fetches the state once more; calls that come meanwhile share one further fetch. */
export function refresh() {
  if (running) again = true;
  else running = loop().finally(() => (running = null));
  return running;
}

async function loop() {
  do {
    again = false;
    await once(page.person);
  } while (again);
}

async function once(person) {
  try {
    const state = await fetchState(person);
    if (person !== page.person) again = true;
    else take(state);
    takeLog(await fetchLog(page.log.after));
  } catch {
    change({ connected: false });
  }
}

function take(state) {
  if (state.version < page.server?.version) page.log = { entries: [], after: 0 }; // another server
  page.person = state.me.id;
  settleState(state);
  page.server = state;
  page.connected = true;
  showNotice(state.notice);
  forgetOldErrors(state.modals ?? []);
  changed();
}

function takeLog({ entries }) {
  if (!entries?.length) return;
  const after = entries.at(-1).n;
  change({ log: { entries: [...page.log.entries, ...entries].slice(-LOG_KEPT), after } });
}

function showNotice(notice) {
  if (notice?.id === lastNotice?.id) return;
  if (lastNotice) dismiss(lastNotice.toast);
  lastNotice = notice && { id: notice.id, toast: toast(notice.text, "warning") };
}

function forgetOldErrors(modals) {
  const open = new Set(modals.map((view) => view.id));
  for (const map of [page.errors, page.trouble])
    for (const id of map.keys()) if (!open.has(id)) map.delete(id);
}

/** Starts (or starts again) to follow one person's state. */
export async function follow(person) {
  stop();
  showNotice(null);
  change({ person, server: page.person === person ? page.server : null });
  await refresh();
  stop = listen(page.person, {
    onVersion: (version) => version === page.server?.version || refresh(),
    onUp: () => page.connected || refresh(),
    onDown: () => change({ connected: false }),
  });
}

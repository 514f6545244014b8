// What the page knows right now, and who is told when that changes.

/** The one state of the page. `server` is the last answer of /playground/state. */
export const page = {
  person: null,
  server: null,
  connected: true,
  place: { app: true, tab: "home" }, // or {channel: "C…"}
  busy: new Map(), // element key -> how many requests are under way
  errors: new Map(), // view id -> {block_id: text}
  trouble: new Map(), // view id -> sentence shown inside that modal
  toasts: [],
  confirming: null,
  sidebar: false, // phone width: is the sidebar open
  drawer: false,
  log: { entries: [], after: 0 },
};

const watchers = new Set();
let queued = false;

/** Calls back after changes, once for all that happened in one turn. */
export function watch(callback) {
  watchers.add(callback);
  return () => watchers.delete(callback);
}

/** Says that `page` changed. */
export function changed() {
  if (queued) return;
  queued = true;
  queueMicrotask(() => {
    queued = false;
    watchers.forEach((callback) => callback());
  });
}

export function change(patch) {
  Object.assign(page, patch);
  changed();
}

export const personById = (id) => page.server?.people.find((one) => one.id === id);
export const appChannel = () => page.server?.channels.find((one) => one.is_dm);

/** Whether a view is the one that the person can use now; messages are while no modal covers them. */
export function isInFront({ view_id: id }) {
  const { modals, home } = page.server;
  return modals.length ? modals.at(-1).id === id : !id || home?.view_id === id;
}

/** The channel whose messages are on screen, if any. */
export function openChannel() {
  const { place } = page;
  if (!place.app) return place.channel;
  return place.tab === "messages" ? appChannel()?.id : undefined;
}

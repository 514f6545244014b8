// Which messages a person has seen, so that a channel can say how many are new.
import { recallLong, rememberLong } from "./remember.js";
import { openChannel, page } from "./store.js";

const key = () => `seen.${page.server.team.id}.${page.server.me.id}`;
const lastTs = (channel) => page.server.messages[channel]?.at(-1)?.ts ?? "0";

/** Marks what is on screen as seen. */
export function markSeen() {
  const channel = openChannel();
  if (!page.server || !channel || document.hidden) return;
  const seen = recallLong(key()) ?? {};
  if (seen[channel] !== lastTs(channel)) rememberLong(key(), { ...seen, [channel]: lastTs(channel) });
}

export function unreadIn(channel) {
  if (channel === openChannel()) return 0;
  const seen = Number(recallLong(key())?.[channel] ?? 0);
  const list = page.server.messages[channel] ?? [];
  return list.filter((one) => Number(one.ts) > seen && one.user?.id !== page.server.me.id).length;
}

// Where the person is: a tab of the app or a channel. Kept in this browser tab; links of slack:// lead there.
import { openTab } from "../acts.js";
import { remember } from "../remember.js";
import { appChannel, change, page } from "../store.js";

const TOLD = new Set(["home", "messages"]); // the tabs that Slack tells the app about

export function goTo(place) {
  const dm = appChannel();
  const target = place.channel && place.channel === dm?.id ? { app: true, tab: "messages" } : place;
  change({ place: target, sidebar: false });
  remember("place", target);
  if (target.app && TOLD.has(target.tab)) openTab(target.tab);
}

/** Follows a slack:// link inside the page; says whether it was one. */
export function goToSlackLink(url) {
  if (!/^slack:/i.test(url)) return false;
  const asked = new URL(url).searchParams;
  if (url.startsWith("slack://channel")) goTo({ channel: asked.get("id") });
  else goTo({ app: true, tab: asked.get("tab") === "messages" ? "messages" : "home" });
  return true;
}

export const isHere = (place) =>
  place.app ? Boolean(page.place.app) : page.place.channel === place.channel;

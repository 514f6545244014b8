// A box is what holds blocks: a view (Home, modal) or a message. Here: its key, its address, its blocks.
import { page } from "./store.js";
import { keepOnly, settle } from "./typed.js";

export const viewId = (view) => view.id ?? view.view_id;

export const viewBox = (view) => ({
  key: `${page.person} view:${viewId(view)}`,
  where: { view_id: viewId(view) },
  surface: view.type ?? "home",
  blocks: view.blocks ?? [],
  values: view.values,
  chosen: view.chosen,
});

export const messageBox = (channel, message) => ({
  key: `${page.person} message:${channel}:${message.ts}`,
  where: { channel, ts: message.ts },
  surface: "message",
  blocks: message.blocks ?? [],
  values: message.values,
  chosen: message.chosen,
});

function boxesOf(state) {
  const views = [state.home, ...(state.modals ?? [])].filter(Boolean).map(viewBox);
  const messages = Object.entries(state.messages ?? {}).flatMap(([channel, list]) =>
    list.filter((one) => one.blocks?.length).map((one) => messageBox(channel, one)));
  return [...views, ...messages];
}

/** Takes in a new state: every box keeps what was typed in it, vanished boxes are forgotten. */
export function settleState(state) {
  const boxes = boxesOf(state);
  boxes.forEach((box) => settle(box.key, box.blocks, box.values, box.chosen));
  keepOnly(page.person, new Set(boxes.map((box) => box.key)));
}

// A new value for an element: kept, its error cleared, and sent when the element dispatches.
import { clearError, click } from "../acts.js";
import { changed } from "../store.js";
import { noteOption, put, valueOf } from "../typed.js";

export const dispatches = (block) => block.type !== "input" || Boolean(block.dispatch_action);

export function keep({ box, block, element }, raw) {
  put(box.key, block, element, raw);
  if (box.where.view_id) clearError(box.where.view_id, block.block_id);
  changed();
}

/** Keeps a value and sends it when it must be sent; a refused confirmation takes it back. */
export async function commit(spot, raw, before = current(spot)) {
  keep(spot, raw);
  if (!dispatches(spot.block)) return;
  const answer = await click(spot.box, spot.block, spot.element, raw);
  if (answer === null) keep(spot, before);
}

export const current = ({ box, block, element }) => valueOf(box.key, block, element);
export const noteChosen = ({ box, block, element }, option) => noteOption(box.key, block, element, option);

const ids = new Map();

/** A short DOM id that stays the same for the same element. */
export function domId(...parts) {
  const key = parts.join("|");
  if (!ids.has(key)) ids.set(key, `e${ids.size + 1}`);
  return ids.get(key);
}

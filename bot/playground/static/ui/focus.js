// Finds the element that stands, after an update, where the focused one stood before.

const named = (root, attribute, value) => [...root.querySelectorAll(`[${attribute}="${CSS.escape(value)}"]`)];
const actionsIn = (root) => [...root.querySelectorAll("[data-action-id]")];

/** Where an element of Block Kit stands: its ids, and its place among its like. */
export function spotOf(element) {
  const own = element?.closest("[data-action-id]");
  const block = element?.closest("[data-block-id]");
  const root = element?.closest(".modal, .panel");
  if (!own || !block || !root) return null;
  const action = own.dataset.actionId;
  return {
    action, block: block.dataset.blockId, place: actionsIn(block).indexOf(own),
    nth: named(root, "data-action-id", action).indexOf(own),
  };
}

/** The element at that spot: same block and action, else same place in the block, else the same action. */
export function atSpot(root, spot) {
  if (!spot) return null;
  const [block] = named(root, "data-block-id", spot.block);
  if (!block) return named(root, "data-action-id", spot.action)[spot.nth] ?? null;
  return named(block, "data-action-id", spot.action)[0] ?? actionsIn(block)[spot.place] ?? null;
}

/** Runs an update; what had the focus has it afterwards, even when it was drawn anew. */
export function keepingFocus(update) {
  const before = document.activeElement;
  const spot = spotOf(before);
  update();
  if (!spot || before.isConnected || document.activeElement !== document.body) return;
  atSpot(document.querySelector(".modal") ?? document, spot)?.focus({ preventScroll: true });
}

// Finds the element that stands, after an update, where the focused one stood before.

const named = (root, attribute, value) => [...root.querySelectorAll(`[${attribute}="${CSS.escape(value)}"]`)];
const actionsIn = (root) => [...root.querySelectorAll("[data-action-id]")];

/** Where an element of Block Kit stands: its block, its action and its place in the block. */
export function spotOf(element) {
  const own = element?.closest("[data-action-id]");
  const block = element?.closest("[data-block-id]");
  if (!own || !block) return null;
  return {
    block, id: block.dataset.blockId,
    action: own.dataset.actionId, place: actionsIn(block).indexOf(own),
  };
}

/** The same block, or the one that has its id now. */
const blockAt = (root, { block, id }) => (root.contains(block) ? block : named(root, "data-block-id", id)[0]);

/** The element at that spot: the same action in the block, else the same place in it, else the only such action. */
export function atSpot(root, spot) {
  if (!spot) return null;
  const block = blockAt(root, spot);
  if (block) return named(block, "data-action-id", spot.action)[0] ?? actionsIn(block)[spot.place] ?? null;
  const alike = named(root, "data-action-id", spot.action);
  return alike.length === 1 ? alike[0] : null;
}

/** Runs an update; what had the focus has it afterwards, even when it was drawn anew. */
export function keepingFocus(update) {
  const before = document.activeElement;
  const spot = spotOf(before);
  update();
  if (!spot || before.isConnected || document.activeElement !== document.body) return;
  atSpot(document.querySelector(".modal") ?? document, spot)?.focus({ preventScroll: true });
}

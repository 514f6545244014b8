// What the person has typed or chosen, kept by view and block_id and action_id as Slack keeps it.
//
// The first initial value wins: a later one for the same block_id and action_id is ignored,
// and an element that disappears is forgotten, so that a new block_id starts fresh; so does
// another type of element under the same ids.
import { initialOf, isStateful, offers, optionsShownIn } from "./elements/kinds.js";

const boxes = new Map(); // box key -> Map("block␟action" -> {block, action, type, raw})
const shown = new Map(); // box key -> Map("block␟action␟value" -> option object)
const slot = (block, action) => `${block}\u241f${action}`;

/** The elements of a block that can be typed in or clicked. */
export function elementsOf(block) {
  if (block.type === "input") return [block.element];
  if (block.type === "actions") return block.elements ?? [];
  if (block.type === "section" && block.accessory) return [block.accessory];
  return block.type === "container" ? (block.child_blocks ?? []).flatMap(elementsOf) : [];
}

function cells(box) {
  if (!boxes.has(box)) boxes.set(box, new Map());
  return boxes.get(box);
}

/** Takes in the blocks a box shows now: seeds what is new, forgets what is gone. */
export function settle(box, blocks, values = {}, chosen = {}) {
  const before = cells(box);
  const now = new Map();
  for (const block of blocks ?? []) {
    for (const element of elementsOf(block).filter(isStateful)) {
      const [key, cell] = cellFor(block, element, before, values);
      now.set(key, cell);
      const held = chosen[block.block_id]?.[element.action_id] ?? [];
      [...optionsShownIn(element), ...held].forEach((option) => noteOption(box, block, element, option));
    }
  }
  boxes.set(box, now);
}

function cellFor(block, element, before, values) {
  const { block_id: id } = block;
  const key = slot(id, element.action_id);
  const kept = before.get(key);
  if (kept?.type === element.type && offers(element, kept.raw)) return [key, kept];
  const known = values[id]?.[element.action_id];
  const raw = known === undefined ? initialOf(element) : known;
  return [key, { block: id, action: element.action_id, type: element.type, raw }];
}

/** Forgets the boxes of this owner that are not on screen any more. */
export function keepOnly(owner, live) {
  for (const box of [...boxes.keys()]) {
    if (box.startsWith(`${owner} `) && !live.has(box)) {
      boxes.delete(box);
      shown.delete(box);
    }
  }
}

export function valueOf(box, block, element) {
  const cell = cells(box).get(slot(block.block_id, element.action_id));
  return cell ? cell.raw : initialOf(element); // what was emptied holds null, and stays empty
}

export function put(box, block, element, raw) {
  const { block_id } = block;
  const { action_id, type } = element;
  cells(box).set(slot(block_id, action_id), { block: block_id, action: action_id, type, raw });
}

/** Everything in a box, as the server wants it: {block_id: {action_id: raw}}. */
export function typedOf(box) {
  const typed = {};
  for (const { block, action, raw } of cells(box).values()) (typed[block] ??= {})[action] = raw;
  return typed;
}

/** Remembers how a chosen option looks (options that a search brought are not in the view). */
export function noteOption(box, block, element, option) {
  if (!shown.has(box)) shown.set(box, new Map());
  shown.get(box).set(`${slot(block.block_id, element.action_id)}\u241f${option.value}`, option);
}

export const optionNoted = (box, block, element, value) =>
  shown.get(box)?.get(`${slot(block.block_id, element.action_id)}\u241f${value}`);

// Which drawn block is which after an update, so that focus, caret and open menus stay with their block.
import { isStateful } from "../elements/kinds.js";
import { elementsOf } from "../typed.js";

const GIVEN_BY_SLACK = /^[\w-]{5}$/; // a block without an id gets a new one at every update

const valuesOf = (element) =>
  [element?.action_id, element?.value, ...(element?.options ?? []).map((option) => option.value)].join(",");

/** What a block without an id of its own is recognised by: the values that its elements carry. */
function identity(block) {
  const elements = elementsOf(block);
  const named = block.block_id && !GIVEN_BY_SLACK.test(block.block_id);
  if (named || elements.some(isStateful)) return block.block_id ?? block.type;
  return `${block.type}|${elements.map(valuesOf).join(";")}`;
}

/** One key for each block, the same key for the same block next time. */
export function keysOf(blocks) {
  const count = new Map();
  return blocks.map((block) => {
    const name = identity(block);
    count.set(name, (count.get(name) ?? 0) + 1);
    return `${name}#${count.get(name)}`;
  });
}

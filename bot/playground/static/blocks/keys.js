// Which drawn block is which after an update, so that focus, caret and open menus stay with their block.
import { isStateful } from "../elements/kinds.js";
import { elementsOf } from "../typed.js";

const GIVEN_BY_SLACK = /^[\w-]{5}$/; // a block without an id gets a new one at every update

/** What an element carries; not its action_id, which changes when "add" becomes "remove". */
const carried = (element) => element.value ?? element.options?.[0]?.value;

/** What a block is recognised by: its own id, else the first value in it. */
function identity(block) {
  const elements = elementsOf(block);
  const named = block.block_id && !GIVEN_BY_SLACK.test(block.block_id);
  if (named || elements.some(isStateful)) return block.block_id ?? block.type;
  return `${block.type}|${elements.map(carried).find(Boolean) ?? elements[0]?.action_id ?? ""}`;
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

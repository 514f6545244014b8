// Focus in modals: into the first field when one opens, to where it was when one comes back into sight,
// and back to what opened the first one when the last closes.
import { useEffect, useLayoutEffect, useRef } from "../html.js";

const FIRST = "input:not([type=file]):not([hidden]), textarea, .modal-body .btn";
const left = new Map(); // view id -> selector of what had the focus when it was covered

function selectorOf(element, dialog) {
  const block = element?.closest("[data-block-id]")?.dataset.blockId;
  const action = element?.closest("[data-action-id]")?.dataset.actionId;
  if (!block || !action || !dialog.contains(element)) return null;
  return `[data-block-id="${CSS.escape(block)}"] [data-action-id="${CSS.escape(action)}"]`;
}

export function useModalFocus(dialog, id) {
  useLayoutEffect(() => {
    const { current } = dialog;
    return () => left.set(id, selectorOf(document.activeElement, current));
  }, [id]);
  useEffect(() => {
    const { current } = dialog;
    const before = left.get(id) && current.querySelector(left.get(id));
    const loaded = current.contains(document.activeElement) && document.activeElement !== current;
    if (loaded && !before) return;
    (before ?? current.querySelector(FIRST) ?? current).focus({ preventScroll: Boolean(before) });
  }, [id]);
}

let opener = null; // what had the focus in the workspace, before a modal made it inert
document.addEventListener("focusin", ({ target }) => {
  if (target.closest(".workspace")) opener = target;
});

/** The element that an update put in the place of one that is gone. */
function successor(gone) {
  const action = gone?.dataset.actionId;
  return action && document.querySelector(`.workspace [data-action-id="${CSS.escape(action)}"]`);
}

/** Gives the focus back when the stack of modals is empty again. */
export function useReturn(depth) {
  const was = useRef(0);
  useEffect(() => {
    if (!depth && was.current) {
      left.clear();
      (opener?.isConnected ? opener : successor(opener))?.focus({ preventScroll: true });
    }
    was.current = depth;
  }, [depth]);
}

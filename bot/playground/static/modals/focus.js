// Focus in modals: into the first field when one opens, to where it was when one comes back into sight,
// and back to what opened the first one when the last closes.
import { useEffect, useLayoutEffect, useRef } from "../html.js";
import { atSpot, spotOf } from "../ui/focus.js";

const FIELD = ".block-input input:not([type=file]), .block-input textarea";
const CONTROL = ".modal-body :is(input, textarea, button, a)";
const left = new Map(); // view id -> the spot that had the focus when the view was covered

export function useModalFocus(dialog, id) {
  useLayoutEffect(() => {
    const { current } = dialog;
    return () => left.set(id, current.contains(document.activeElement) ? spotOf(document.activeElement) : null);
  }, [id]);
  useEffect(() => {
    const { current } = dialog;
    const before = atSpot(current, left.get(id));
    const loaded = current.contains(document.activeElement) && document.activeElement !== current;
    if (loaded && !before) return;
    const first = current.querySelector(FIELD) ?? current.querySelector(CONTROL) ?? current;
    (before ?? first).focus({ preventScroll: Boolean(before) });
  }, [id]);
}

let opener = null; // what had the focus in the workspace, before a modal made it inert
let openerSpot = null;
document.addEventListener("focusin", ({ target }) => {
  if (!target.closest(".workspace")) return;
  opener = target;
  openerSpot = spotOf(target);
});

/** Gives the focus back when the stack of modals is empty again. */
export function useReturn(depth) {
  const was = useRef(0);
  useEffect(() => {
    if (!depth && was.current) {
      left.clear();
      const to = opener?.isConnected ? opener : atSpot(document, openerSpot);
      to?.focus({ preventScroll: true });
    }
    was.current = depth;
  }, [depth]);
}

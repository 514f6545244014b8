// Focus in modals: into the first field when one opens, back to where it was when the last closes.
import { useEffect } from "../html.js";

let openers = []; // the element that had the focus, for each open modal

const FIRST = "input:not([type=file]):not([hidden]), textarea, .modal-body .btn, [role=combobox]";

export function useModalFocus(dialog, id) {
  useEffect(() => {
    const opener = document.activeElement;
    openers.push(opener);
    const inside = dialog.current.contains(opener) && opener !== dialog.current; // focus_on_load was quicker
    if (!inside) (dialog.current.querySelector(FIRST) ?? dialog.current).focus({ preventScroll: true });
    return () => {
      openers = openers.filter((one) => one !== opener);
      setTimeout(() => document.activeElement === document.body && opener?.isConnected && opener.focus({ preventScroll: true }));
    };
  }, [id]);
}

// A box in the top layer beside its anchor: menus, lists. Stays in view; closes on a click elsewhere.
import { html, useEffect, useLayoutEffect, useRef } from "../html.js";

const GAP = 4;
const MARGIN = 8;

function place(popup, anchor, { align, sameWidth }) {
  const at = anchor.getBoundingClientRect();
  if (sameWidth) popup.style.minWidth = `${at.width}px`;
  const { offsetWidth: width, offsetHeight: height } = popup;
  const below = window.innerHeight - at.bottom - MARGIN;
  const up = height + GAP > below && at.top > below;
  const left = align === "end" ? at.right - width : at.left;
  const rightmost = window.innerWidth - width - MARGIN;
  popup.style.left = `${Math.max(MARGIN, Math.min(left, rightmost))}px`;
  popup.style.top = `${up ? Math.max(MARGIN, at.top - height - GAP) : at.bottom + GAP}px`;
  popup.style.maxHeight = `${Math.max(120, (up ? at.top : below + MARGIN) - GAP - MARGIN)}px`;
}

function useOutside(popup, anchor, onClose) {
  useEffect(() => {
    const pressed = (event) => {
      const inside = popup.current?.contains(event.target) || anchor.current?.contains(event.target);
      if (!inside) onClose();
    };
    document.addEventListener("pointerdown", pressed, true);
    return () => document.removeEventListener("pointerdown", pressed, true);
  });
}

/** `anchor` is a ref; other properties (role, id, aria-…) go to the box itself. */
export function Popup({ anchor, onClose, align, sameWidth, children, ...rest }) {
  const popup = useRef(null);
  const layout = () => popup.current && anchor.current &&
    place(popup.current, anchor.current, { align, sameWidth });
  useLayoutEffect(() => {
    popup.current.showPopover?.();
    window.addEventListener("scroll", layout, true);
    window.addEventListener("resize", layout);
    return () => {
      window.removeEventListener("scroll", layout, true);
      window.removeEventListener("resize", layout);
    };
  }, []);
  useLayoutEffect(layout);
  useOutside(popup, anchor, onClose);
  return html`<div ref=${popup} popover="manual" class="popup" ...${rest}>${children}</div>`;
}

// A button that opens a menu of choices: role=menu, arrow keys, Escape, focus back to the button.
import { html, useEffect, useRef, useState } from "../html.js";
import { Popup } from "./popup.js";

const itemsIn = (menu) => [...menu.querySelectorAll("[role^=menuitem]")];

function move(menu, key) {
  const items = itemsIn(menu);
  const now = items.indexOf(document.activeElement);
  const target = { ArrowDown: now + 1, ArrowUp: now - 1 + (now < 0), Home: 0, End: -1 }[key];
  items.at(target % items.length)?.focus();
}

function MenuList({ anchor, close, label, children, align }) {
  const list = useRef(null);
  useEffect(() => itemsIn(list.current)[0]?.focus({ preventScroll: true }), []);
  const onKeyDown = (event) => {
    if (event.key === "Escape" || event.key === "Tab") {
      event.stopPropagation();
      close(true);
      if (event.key === "Escape") event.preventDefault();
    } else if (["ArrowDown", "ArrowUp", "Home", "End"].includes(event.key)) {
      event.preventDefault();
      move(list.current, event.key);
    }
  };
  return html`
    <${Popup} anchor=${anchor} onClose=${() => close(false)} align=${align}>
      <div ref=${list} role="menu" aria-label=${label} class="menu" onKeyDown=${onKeyDown}>${children}</div>
    <//>`;
}

/** `button` draws what is inside the button; `children` is a function (close) -> menu items. */
export function MenuButton({ label, menuLabel, button, className, align, children, ...rest }) {
  const anchor = useRef(null);
  const [open, setOpen] = useState(false);
  const close = (refocus = true) => {
    setOpen(false);
    if (refocus) anchor.current?.focus({ preventScroll: true });
  };
  return html`
    <button ref=${anchor} type="button" class=${className} aria-label=${label} title=${label}
      aria-haspopup="menu" aria-expanded=${String(open)} onClick=${() => setOpen(!open)} ...${rest}>
      ${button}
    </button>
    ${open && html`
      <${MenuList} anchor=${anchor} close=${close} label=${menuLabel ?? label} align=${align}>
        ${children(close)}
      <//>`}`;
}

export const MenuItem = ({ onPick, children, className = "", ...rest }) => html`
  <button type="button" role="menuitem" tabindex="-1" class=${`menu-item ${className}`}
    onClick=${onPick} ...${rest}>${children}</button>`;

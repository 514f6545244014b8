// Every select, single and multi, local and searched: a combobox with a listbox.
import { elementKey, isBusy } from "../acts.js";
import { classes, html, useRef, useState } from "../html.js";
import { words } from "../text/render.js";
import { Icon, IconButton, Spinner } from "../ui/icons.js";
import { Popup } from "../ui/popup.js";
import { commit, current, domId, noteChosen } from "./commit.js";
import { isMulti } from "./kinds.js";
import { CLEAR, ListBox, useOptions } from "./listbox.js";
import { chosenWords } from "./sources.js";
import { useFocusOnLoad } from "./text.js";

function chosenOf(spot) {
  const raw = current(spot);
  return isMulti(spot.element) ? raw ?? [] : raw === null || raw === undefined ? [] : [raw];
}

function useSelect(spot) {
  const [open, setOpen] = useState(false);
  const [query, setQuery] = useState("");
  const [active, setActive] = useState(0);
  const chosen = chosenOf(spot);
  const multi = isMulti(spot.element);
  const needed = spot.block.type === "input" && !spot.block.optional;
  const clearable = !multi && !needed && chosen.length > 0;
  const found = useOptions(spot, { query, open, clearable });
  const most = spot.element.max_selected_items ?? Infinity;
  const show = (on) => {
    setOpen(on);
    setQuery("");
    setActive(Math.max(0, on ? found.flat.findIndex((one) => one.value === chosen[0]) : 0));
  };
  const pick = (option) => {
    if (option !== CLEAR) noteChosen(spot, option);
    if (!multi) {
      show(false);
      if (option.value !== chosen[0]) commit(spot, option.value);
      return;
    }
    setQuery("");
    if (chosen.includes(option.value)) remove(option.value);
    else if (chosen.length < most) commit(spot, [...chosen, option.value]);
  };
  const remove = (value) => commit(spot, multi ? chosen.filter((one) => one !== value) : null);
  const type = (text) => {
    setOpen(true);
    setQuery(text);
    setActive(0);
  };
  return { open, query, active, setActive, found, chosen, multi, clearable, show, pick, remove, type };
}

function keys(it, event) {
  const { open, found, active } = it;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) {
    event.preventDefault();
    if (!open) it.show(true);
    else if (found.flat.length) it.setActive((active + step + found.flat.length) % found.flat.length);
  } else if (event.key === "Enter") {
    event.preventDefault();
    if (!open) it.show(true);
    else if (found.flat[active]) it.pick(found.flat[active]);
  } else if (event.key === "Escape" && open) {
    event.preventDefault();
    event.stopPropagation();
    it.show(false);
  } else if (event.key === "Backspace" && it.multi && !it.query && it.chosen.length) {
    it.remove(it.chosen.at(-1));
  } else if (["Backspace", "Delete"].includes(event.key) && it.clearable && !open) {
    event.preventDefault(); // or the key would take a letter out of the shown name, as if it were typed
    it.remove();
  }
}

/** A click that does only this, and does not open the list as well. */
const alone = (act) => (event) => {
  event.stopPropagation();
  act();
};

const Token = ({ text, remove }) => html`
  <span class="token">
    <span>${text}</span>
    <${IconButton} icon="x" size=${12} label=${`Remove ${text}`} tabindex="-1" onClick=${alone(remove)} />
  </span>`;

function Field({ it, spot, input, listId, named, single }) {
  const { element, id, described, invalid } = spot;
  const placeholder = words(element.placeholder) || "Select an option";
  const text = it.open ? it.query : it.query || single || "";
  return html`
    <input ref=${input} id=${id} class="select-input" role="combobox" type="text"
      autocomplete="off" spellcheck=${false}
      aria-autocomplete="list" aria-expanded=${String(it.open)} aria-controls=${it.open ? listId : undefined}
      aria-activedescendant=${it.open && it.found.flat.length ? `${listId}-${it.active}` : undefined}
      aria-label=${named ? undefined : placeholder} aria-describedby=${described}
      aria-invalid=${invalid ? "true" : undefined}
      placeholder=${it.multi && it.chosen.length ? "" : single || placeholder} value=${text}
      data-action-id=${element.action_id}
      onInput=${(event) => it.type(event.target.value)} onKeyDown=${(event) => keys(it, event)}
      onBlur=${() => it.open && it.show(false)} />`;
}

export function Select(spot) {
  const { box, block, element, labelledBy, invalid } = spot;
  const anchor = useRef(null);
  const input = useRef(null);
  const it = useSelect(spot);
  useFocusOnLoad(input, element);
  const listId = domId(box.key, block.block_id, element.action_id, "list");
  const single = !it.multi && it.chosen.length ? chosenWords(spot, it.chosen[0]) : null;
  const clearable = it.clearable && block.type === "input";
  const looks = [it.multi && "is-multi", it.open && "is-open", invalid && "is-invalid", single && "has-value"];
  const busy = isBusy(elementKey(box, block, element));
  const press = () => {
    it.show(!it.open);
    input.current.focus();
  };
  return html`
    <div ref=${anchor} class=${classes("select", ...looks)} onClick=${press}>
      ${it.multi && it.chosen.map((value) => html`
        <${Token} key=${value} text=${chosenWords(spot, value)} remove=${() => it.remove(value)} />`)}
      <${Field} it=${it} spot=${spot} input=${input} listId=${listId} named=${labelledBy} single=${single} />
      ${clearable && html`
        <${IconButton} icon="x" size=${14} label="Clear" className="select-clear" onClick=${alone(it.remove)} />`}
      <span class="select-mark">${busy ? html`<${Spinner} />` : html`<${Icon} name="chevron-down" size=${16} />`}</span>
      ${it.open && html`
        <${Popup} anchor=${anchor} sameWidth onClose=${() => it.show(false)}
          onClick=${(event) => event.stopPropagation()} onMouseDown=${(event) => event.preventDefault()}>
          <${ListBox} id=${listId} it=${it} />
        <//>`}
    </div>`;
}

// The list under a select: its options, filtered or searched, and what to say when there are none.
import { classes, html, useEffect, useLayoutEffect, useMemo, useRef, useState } from "../html.js";
import { Text, words } from "../text/render.js";
import { Icon } from "../ui/icons.js";
import { isSearched } from "./kinds.js";
import { filtered, least, localGroups, searchGroups } from "./sources.js";

const PAUSE = 250;
const LOADING = "Loading…";
const flatten = (groups) => groups.flatMap((group) => group.options);

function useSearched(spot, query, open) {
  const [answer, setAnswer] = useState({ groups: [], status: "" });
  const turn = useRef(0);
  const wanted = least(spot.element);
  useEffect(() => {
    const mine = ++turn.current;
    if (!open || !isSearched(spot.element)) return undefined;
    if (query.trim().length < wanted) {
      const more = wanted > 1 ? `Type at least ${wanted} characters to search` : "Type to search";
      setAnswer({ groups: [], status: more });
      return undefined;
    }
    setAnswer((before) => ({ ...before, status: LOADING }));
    const timer = setTimeout(async () => {
      const { groups, failed } = await searchGroups(spot, query.trim());
      if (mine !== turn.current) return;
      const none = failed ? "Options could not be loaded. Try again." : "No results";
      setAnswer({ groups, status: flatten(groups).length ? "" : none });
    }, query ? PAUSE : 0);
    return () => clearTimeout(timer);
  }, [open, query]);
  return answer;
}

export const CLEAR = { value: null, text: { type: "plain_text", text: "Clear selection" } };

function shown({ element }, query, searched) {
  if (isSearched(element)) return searched;
  const groups = filtered(localGroups(element), query);
  return { groups, status: groups.length ? "" : "No results" };
}

/** {groups, flat, status}: what the list shows for what is typed; the last entry may empty the select. */
export function useOptions(spot, { query, open, clearable }) {
  const searched = useSearched(spot, query, open);
  return useMemo(() => {
    const { groups, status } = shown(spot, query, searched);
    const all = clearable && !query && status !== LOADING ? [...groups, { options: [CLEAR] }] : groups;
    return { groups: all, flat: flatten(all), status };
  }, [spot.element, query, searched, clearable]);
}

function Option({ id, option, active, chosen, onPick, onHover }) {
  const row = useRef(null);
  useLayoutEffect(() => active && row.current.scrollIntoView({ block: "nearest" }), [active]);
  return html`
    <div ref=${row} id=${id} role="option" aria-selected=${String(chosen)}
      class=${classes("option", active && "is-active", chosen && "is-chosen", option === CLEAR && "option-clear")}
      onClick=${onPick} onMouseMove=${onHover}>
      <span class="option-text"><${Text} of=${option.text} />
        ${option.description && html`<small><${Text} of=${option.description} /></small>`}</span>
      ${chosen && html`<${Icon} name="check" size=${16} />`}
    </div>`;
}

function Group({ label, children }) {
  if (!label) return children;
  return html`
    <div role="group" aria-label=${words(label)}>
      <div class="option-group" aria-hidden="true">${words(label)}</div>${children}
    </div>`;
}

export function ListBox({ id, it }) {
  const { groups, flat, status } = it.found;
  const row = (option) => {
    const index = flat.indexOf(option);
    return html`
      <${Option} key=${option.value} id=${`${id}-${index}`} option=${option} active=${index === it.active}
        chosen=${it.chosen.includes(option.value)} onPick=${() => it.pick(option)}
        onHover=${() => index === it.active || it.setActive(index)} />`;
  };
  return html`
    <div role="listbox" id=${id} class="listbox" aria-label="Options"
      aria-multiselectable=${it.multi ? "true" : undefined}>
      ${groups.map((group, index) => html`
        <${Group} key=${index} label=${group.label}>${group.options.map(row)}<//>`)}
      ${status && html`<div class="option-status" role="status">${status}</div>`}
    </div>`;
}

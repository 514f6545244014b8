// Date and time pickers, with the browser's own calendars; an empty one shows its placeholder.
import { elementKey, isBusy } from "../acts.js";
import { classes, html, useEffect, useRef } from "../html.js";
import { words } from "../text/render.js";
import { Spinner } from "../ui/icons.js";
import { commit, current, dispatches, keep } from "./commit.js";
import { useFocusOnLoad } from "./text.js";

const PAUSE = 700; // the browser reports every digit of a date: how long after the last one it is sent

/** What the clock on the wall shows then: the offset of that moment, not of now. */
function toLocal(seconds) {
  if (!seconds) return "";
  const moment = new Date(seconds * 1000);
  return new Date(moment - moment.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
const year = (text) => Number(text.slice(0, text.indexOf("-")));

const KINDS = {
  datepicker: {
    type: "date", name: "Select a date", show: (raw) => raw ?? "", read: (text) => text || null,
    whole: (text) => !text || (year(text) >= 1000 && year(text) <= 9999), // not while a year is being typed
  },
  timepicker: {
    type: "time", name: "Select a time", show: (raw) => raw ?? "", read: (text) => text || null,
    whole: () => true,
  },
  datetimepicker: {
    type: "datetime-local", name: "Select a date and time", show: toLocal,
    read: (text) => (text ? Math.floor(new Date(text).getTime() / 1000) : null),
    whole: (text) => !text || (year(text) >= 2002 && year(text) < 2286), // seconds of ten digits
  },
};

/** Commits a date that is being typed once it is whole; at once when the field is left. */
function useSlowly(spot) {
  const waiting = useRef(null);
  const stop = () => {
    clearTimeout(waiting.current?.timer);
    waiting.current = null;
  };
  const send = () => {
    if (!waiting.current) return;
    const { before } = waiting.current;
    stop();
    if (current(spot) !== before) commit(spot, current(spot), before);
  };
  const soon = (raw) => {
    const before = waiting.current ? waiting.current.before : current(spot);
    stop();
    keep(spot, raw);
    if (dispatches(spot.block)) waiting.current = { before, timer: setTimeout(() => latest.current(), PAUSE) };
  };
  const latest = useRef(send);
  latest.current = send;
  useEffect(() => stop, []);
  return { soon, send };
}

export function DateInput(spot) {
  const { box, block, element, id, labelledBy, described, invalid } = spot;
  const kind = KINDS[element.type];
  const field = useRef(null);
  useFocusOnLoad(field, element);
  const placeholder = words(element.placeholder) || kind.name;
  const name = labelledBy ? undefined : placeholder;
  const { soon, send } = useSlowly(spot);
  const onChange = (event) => kind.whole(event.target.value) && soon(kind.read(event.target.value));
  const onKeyDown = (event) => event.key === "Enter" && dispatches(block) && send();
  const shown = kind.show(current(spot));
  return html`
    <div class=${classes("field-wrap field-date", !shown && "is-empty")}>
      <input ref=${field} id=${id} type=${kind.type} class=${classes("field", invalid && "is-invalid")}
        value=${shown} onChange=${onChange} onBlur=${send} onKeyDown=${onKeyDown}
        aria-label=${name} title=${name}
        aria-describedby=${described} aria-invalid=${invalid ? "true" : undefined}
        data-action-id=${element.action_id} />
      ${!shown && html`<span class="field-placeholder" aria-hidden="true">${placeholder}</span>`}
      ${isBusy(elementKey(box, block, element)) && html`<span class="field-busy"><${Spinner} /></span>`}
    </div>`;
}

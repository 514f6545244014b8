// Date and time pickers, with the browser's own calendars.
import { elementKey, isBusy } from "../acts.js";
import { classes, html, useRef } from "../html.js";
import { words } from "../text/render.js";
import { Spinner } from "../ui/icons.js";
import { commit, current } from "./commit.js";
import { useFocusOnLoad } from "./text.js";

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
    whole: (text) => !text || year(text) >= 1000, // a year that is still being typed
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

export function DateInput(spot) {
  const { box, block, element, id, labelledBy, described, invalid } = spot;
  const kind = KINDS[element.type];
  const field = useRef(null);
  useFocusOnLoad(field, element);
  const name = labelledBy ? undefined : words(element.placeholder) || kind.name;
  const onChange = (event) => kind.whole(event.target.value) && commit(spot, kind.read(event.target.value));
  return html`
    <div class="field-wrap field-date">
      <input ref=${field} id=${id} type=${kind.type} class=${classes("field", invalid && "is-invalid")}
        value=${kind.show(current(spot))} onChange=${onChange} aria-label=${name} title=${name}
        aria-describedby=${described} aria-invalid=${invalid ? "true" : undefined}
        data-action-id=${element.action_id} />
      ${isBusy(elementKey(box, block, element)) && html`<span class="field-busy"><${Spinner} /></span>`}
    </div>`;
}

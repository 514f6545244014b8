// Typed inputs: plain text (one or many lines), email, number, url, and rich text as plain lines.
import { click, elementKey, isBusy } from "../acts.js";
import { classes, html, useEffect, useRef } from "../html.js";
import { words } from "../text/render.js";
import { Spinner } from "../ui/icons.js";
import { current, keep } from "./commit.js";

const PAUSE = 350; // how long after the last character a per-character input sends
const ONE_LINE = { type: "text", autocomplete: "off", spellcheck: false };
const KIND = {
  email_text_input: { type: "email", inputmode: "email", autocomplete: "off" },
  url_text_input: { type: "url", inputmode: "url" },
  number_input: { type: "text", inputmode: "decimal" },
};

/** Which of "enter" and "character" make this input send. */
function triggers({ block, element }) {
  if (!block.dispatch_action) return {};
  const on = element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
  return { enter: on.includes("on_enter_pressed"), character: on.includes("on_character_entered") };
}

function useSending(spot) {
  const timer = useRef(null);
  const { box, block, element } = spot;
  const send = () => {
    clearTimeout(timer.current);
    click(box, block, element, current(spot));
  };
  const soon = () => {
    clearTimeout(timer.current);
    timer.current = setTimeout(send, PAUSE);
  };
  useEffect(() => () => clearTimeout(timer.current), []);
  return { send, soon };
}

export function useFocusOnLoad(field, element) {
  useEffect(() => element.focus_on_load && field.current?.focus(), []);
}

export function TextInput(spot) {
  const { box, block, element, id, described, invalid } = spot;
  const field = useRef(null);
  const { send, soon } = useSending(spot);
  const on = triggers(spot);
  const many = element.multiline || element.type === "rich_text_input";
  const busy = isBusy(elementKey(box, block, element));
  useFocusOnLoad(field, element);
  const onInput = (event) => {
    keep(spot, event.target.value);
    if (on.character) soon();
  };
  const onKeyDown = (event) => {
    if (event.key !== "Enter" || many || event.isComposing || !block.dispatch_action) return;
    event.preventDefault();
    send();
  };
  const value = current(spot) ?? "";
  const shared = {
    ref: field, id, value, onInput, onKeyDown, placeholder: words(element.placeholder),
    class: classes("field", invalid && "is-invalid"), "aria-describedby": described,
    "aria-invalid": invalid ? "true" : undefined, "data-action-id": element.action_id,
    "aria-required": block.optional ? undefined : "true",
  };
  return html`
    <div class="field-wrap">
      ${many ? html`<textarea rows="4" ...${shared}></textarea>`
        : html`<input ...${ONE_LINE} ...${KIND[element.type]} ...${shared} />`}
      ${busy && html`<span class="field-busy"><${Spinner} /></span>`}
      <${Remaining} value=${value} most=${element.max_length} />
    </div>`;
}

/** Slack counts down when little room is left. */
function Remaining({ value, most }) {
  const left = most - [...value].length;
  if (!most || left > Math.max(10, most * 0.1)) return null;
  return html`<span class=${classes("field-left", left < 0 && "is-over")}>${left}</span>`;
}

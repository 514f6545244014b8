// From an element's type to the component that draws it.
import { html } from "../html.js";
import { isSelect, isText } from "./kinds.js";
import { Button, Overflow } from "./button.js";
import { Checkboxes, Radios } from "./choices.js";
import { DateInput } from "./dates.js";
import { FileInput } from "./files.js";
import { Select } from "./select.js";
import { TextInput } from "./text.js";

const Picture = ({ element }) =>
  html`<img class="accessory-image" src=${element.image_url} alt=${element.alt_text} />`;

const KINDS = {
  button: Button, workflow_button: Button, overflow: Overflow,
  checkboxes: Checkboxes, radio_buttons: Radios, rich_text_input: TextInput,
  datepicker: DateInput, timepicker: DateInput, datetimepicker: DateInput,
  file_input: FileInput, image: Picture,
};

const Unknown = ({ element }) =>
  html`<code class="unknown">${element?.type ?? "nothing"} cannot be shown here</code>`;

function kindOf(element) {
  if (KINDS[element?.type]) return KINDS[element.type];
  if (element && isText(element)) return TextInput;
  return element && isSelect(element) ? Select : Unknown;
}

/** One element in its box and block; id, labelledBy, described and invalid come from an input block. */
export const Element = (props) => html`<${kindOf(props.element)} ...${props} />`;

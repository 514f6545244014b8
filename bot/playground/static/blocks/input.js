// The input block: label, element, hint, and the error that a submit brought.
import { html } from "../html.js";
import { domId } from "../elements/commit.js";
import { Element } from "../elements/index.js";
import { page } from "../store.js";
import { Text } from "../text/render.js";
import { Icon } from "../ui/icons.js";

const GROUPED = new Set(["checkboxes", "radio_buttons"]);

export function InputBlock({ box, block }) {
  const { element } = block;
  const id = domId(box.key, block.block_id, element.action_id);
  const error = page.errors.get(box.where.view_id)?.[block.block_id];
  const described = [block.hint && `${id}h`, error && `${id}x`].filter(Boolean).join(" ") || undefined;
  const label = GROUPED.has(element.type)
    ? html`<span class="label" id=${`${id}l`}><${Text} of=${block.label} /></span>`
    : html`<label class="label" id=${`${id}l`} for=${id}><${Text} of=${block.label} /></label>`;
  return html`
    <div class="label-line">${label}${block.optional && html`<span class="optional"> (optional)</span>`}</div>
    <${Element} key=${element.action_id} box=${box} block=${block} element=${element} id=${id}
      labelledBy=${`${id}l`} described=${described} invalid=${Boolean(error)} />
    ${error && html`
      <div class="field-error" id=${`${id}x`} role="alert"><${Icon} name="circle-alert" size=${15} /> ${error}</div>`}
    ${block.hint && html`<div class="hint" id=${`${id}h`}><${Text} of=${block.hint} /></div>`}`;
}

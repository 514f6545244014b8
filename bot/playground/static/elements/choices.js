// Check boxes and radio buttons.
import { elementKey, isBusy } from "../acts.js";
import { html } from "../html.js";
import { Text } from "../text/render.js";
import { Spinner } from "../ui/icons.js";
import { commit, current, domId } from "./commit.js";

function Choice({ type, name, option, checked, onChange }) {
  const id = domId(name, option.value);
  const described = option.description ? `${id}d` : undefined;
  return html`
    <div class="choice">
      <input type=${type} id=${id} name=${name} checked=${checked} onChange=${onChange}
        aria-describedby=${described} />
      <label for=${id}>
        <${Text} of=${option.text} noLinks />
      </label>
      ${option.description && html`
        <div class="choice-note" id=${described}><${Text} of=${option.description} /></div>`}
    </div>`;
}

function Choices({ type, spot, isChecked, onPick, labelledBy }) {
  const { box, block, element } = spot;
  const key = elementKey(box, block, element);
  return html`
    <div class="choices" role=${type === "radio" ? "radiogroup" : "group"} aria-labelledby=${labelledBy}
      data-action-id=${element.action_id}>
      ${(element.options ?? []).map((option) => html`
        <${Choice} key=${option.value} type=${type} name=${domId(key)} option=${option}
          checked=${isChecked(option.value)}
          onChange=${(event) => onPick(option.value, event.target.checked)} />`)}
      ${isBusy(key) && html`<${Spinner} />`}
    </div>`;
}

export function Checkboxes(spot) {
  const chosen = current(spot) ?? [];
  const onPick = (value, on) => {
    const kept = new Set(on ? [...chosen, value] : chosen.filter((one) => one !== value));
    commit(spot, spot.element.options.map((option) => option.value).filter((one) => kept.has(one)));
  };
  return html`<${Choices} type="checkbox" spot=${spot} labelledBy=${spot.labelledBy}
    isChecked=${(value) => chosen.includes(value)} onPick=${onPick} />`;
}

export function Radios(spot) {
  const chosen = current(spot);
  return html`<${Choices} type="radio" spot=${spot} labelledBy=${spot.labelledBy}
    isChecked=${(value) => chosen === value} onPick=${(value) => commit(spot, value)} />`;
}

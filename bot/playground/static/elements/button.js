// Buttons and the overflow (⋮) menu.
import { click, elementKey, isBusy } from "../acts.js";
import { classes, html } from "../html.js";
import { Text } from "../text/render.js";
import { goToSlackLink } from "../workspace/places.js";
import { Icon, Spinner } from "../ui/icons.js";
import { MenuButton, MenuItem } from "../ui/menu.js";

export function Button({ box, block, element }) {
  const busy = isBusy(elementKey(box, block, element));
  const className = classes("btn", element.style && `btn-${element.style}`, busy && "is-busy");
  const inside = html`<span class="btn-text"><${Text} of=${element.text} /></span>
    ${busy && html`<${Spinner} />`}`;
  const press = (event) => {
    if (element.url && goToSlackLink(element.url)) event.preventDefault();
    click(box, block, element, element.value);
  };
  const rest = {
    class: className, onClick: press, "aria-busy": busy ? "true" : undefined,
    "aria-label": element.accessibility_label, "data-action-id": element.action_id,
  };
  if (!element.url) return html`<button type="button" ...${rest}>${inside}</button>`;
  const link = { href: safeUrl(element.url), target: "_blank", rel: "noreferrer noopener" };
  return html`<a role="button" ...${link} ...${rest}>${inside}</a>`;
}

const safeUrl = (url) => (/^(https?|mailto|slack):/i.test(url) ? url : undefined);

export function Overflow({ box, block, element }) {
  const busy = isBusy(elementKey(box, block, element));
  const button = busy ? html`<${Spinner} />` : html`<${Icon} name="ellipsis-vertical" />`;
  return html`
    <${MenuButton} label="More actions" className="btn btn-more" align="end" button=${button}
      aria-busy=${busy ? "true" : undefined} data-action-id=${element.action_id}>
      ${(close) => element.options.map((option) => html`
        <${Choice} key=${option.value} option=${option}
          pick=${() => { close(); click(box, block, element, option.value); }} />`)}
    <//>`;
}

function Choice({ option, pick }) {
  const onPick = () => {
    if (option.url) goToSlackLink(option.url) || window.open(safeUrl(option.url), "_blank", "noopener");
    pick();
  };
  return html`
    <${MenuItem} onPick=${onPick}>
      <${Text} of=${option.text} />
      ${option.description && html`<small><${Text} of=${option.description} /></small>`}
    <//>`;
}

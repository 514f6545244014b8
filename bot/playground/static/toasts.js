// Short notes at the top of the page: what Slack tells the person, and what went wrong.
import { changed, page } from "./store.js";
import { html } from "./html.js";
import { Icon } from "./ui/icons.js";

const STAYS = 8000;
let next = 1;

export function toast(text, level = "info") {
  const id = next++;
  page.toasts = [...page.toasts.filter((one) => one.text !== text), { id, text, level }].slice(-3);
  setTimeout(() => dismiss(id), STAYS);
  changed();
}

export function dismiss(id) {
  page.toasts = page.toasts.filter((one) => one.id !== id);
  changed();
}

const Toast = ({ id, text, level }) => html`
  <div class=${`toast toast-${level}`}>
    <${Icon} name=${level === "warning" ? "triangle-alert" : "info"} />
    <span>${text}</span>
    <button type="button" class="icon-button" aria-label="Dismiss" onClick=${() => dismiss(id)}>
      <${Icon} name="x" />
    </button>
  </div>`;

export const Toasts = () => html`
  <div class="toasts" role="status" aria-live="polite">
    ${page.toasts.map((one) => html`<${Toast} key=${one.id} ...${one} />`)}
  </div>`;

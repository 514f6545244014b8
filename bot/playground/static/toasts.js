// Short notes at the top of the page: what Slack tells the person, and what went wrong.
import { changed, page } from "./store.js";
import { html } from "./html.js";
import { Icon, IconButton } from "./ui/icons.js";

const STAYS = 8000;
let next = 1;

/** Shows a note for a while; answers the number to dismiss it by. */
export function toast(text, level = "info") {
  const id = next++;
  page.toasts = [...page.toasts.filter((one) => one.text !== text), { id, text, level }].slice(-3);
  setTimeout(() => dismiss(id), STAYS);
  changed();
  return id;
}

export function dismiss(id) {
  page.toasts = page.toasts.filter((one) => one.id !== id);
  changed();
}

const Toast = ({ id, text, level }) => html`
  <div class=${`toast toast-${level}`}>
    <${Icon} name=${level === "warning" ? "triangle-alert" : "info"} />
    <span>${text}</span>
    <${IconButton} icon="x" label="Dismiss" onClick=${() => dismiss(id)} />
  </div>`;

export const Toasts = () => html`
  <div class="toasts" role="status" aria-live="polite">
    ${page.toasts.map((one) => html`<${Toast} key=${one.id} ...${one} />`)}
  </div>`;

// Line icons (Lucide) and the mark of the app, drawn as SVG.
import { h } from "../vendor/preact.js";
import { html } from "../html.js";
import { LUCIDE } from "../vendor/lucide.js";

export const Icon = ({ name, size = 18 }) => html`
  <svg class="icon" width=${size} height=${size} viewBox="0 0 24 24" fill="none" aria-hidden="true"
    stroke="currentColor" stroke-width="1.9" stroke-linecap="round" stroke-linejoin="round">
    ${LUCIDE[name].map(([tag, attributes]) => h(tag, attributes))}
  </svg>`;

/** A button that is only a picture; the label is what it is called. */
export const IconButton = ({ icon, size, label, title = label, className = "", ...rest }) => html`
  <button type="button" class=${`icon-button ${className}`} aria-label=${label} title=${title} ...${rest}>
    <${Icon} name=${icon} size=${size} />
  </button>`;

export const Spinner = ({ size = 16 }) => html`
  <svg class="spinner" width=${size} height=${size} viewBox="0 0 20 20" aria-hidden="true">
    <circle cx="10" cy="10" r="8" fill="none" stroke="currentColor" stroke-width="2.4" opacity=".22" />
    <path d="M10 2a8 8 0 0 1 8 8" fill="none" stroke="currentColor" stroke-width="2.4"
      stroke-linecap="round" />
  </svg>`;

/** The app's own picture: an address card with a tab, on its colour. */
export const AppMark = ({ size = 36 }) => html`
  <svg class="app-mark" width=${size} height=${size} viewBox="0 0 36 36" aria-hidden="true">
    <rect width="36" height="36" rx="8" fill="var(--mark)" />
    <rect x="8" y="7" width="19" height="22" rx="3.5" fill="#fff" />
    <path d="M28.5 10v4M28.5 16v4M28.5 22v4" stroke="#ffd166" stroke-width="3" stroke-linecap="round" />
    <circle cx="17.5" cy="15" r="3.4" fill="var(--mark)" />
    <path d="M11.6 24.6c.5-3.3 2.8-5 5.9-5s5.4 1.7 5.9 5z" fill="var(--mark)" />
  </svg>`;

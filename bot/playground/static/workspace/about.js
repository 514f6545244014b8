// The About tab: what the app says of itself, and its commands.
import { html } from "../html.js";
import { page } from "../store.js";
import { AppMark } from "../ui/icons.js";

export function About() {
  const { app, commands, shortcuts } = page.server;
  return html`
    <div class="about">
      <div class="about-head">
        <${AppMark} size=${64} /><div><h3>${app.name}</h3><p>${app.description}</p></div>
      </div>
      <h4>Commands</h4>
      <dl>${commands.map((one) => html`
        <div class="about-command">
          <dt><code>${one.command}</code> <span>${one.usage_hint}</span></dt><dd>${one.description}</dd>
        </div>`)}</dl>
      ${shortcuts.length > 0 && html`
        <h4>At every message, under “More actions”</h4>
        <dl>${shortcuts.map((one) => html`
          <div class="about-command"><dt><b>${one.name}</b></dt><dd>${one.description}</dd></div>`)}</dl>`}
    </div>`;
}

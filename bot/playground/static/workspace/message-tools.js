// What can be done with a message: the app's shortcuts, in a menu at its right edge.
import { chooseShortcut, isBusy, shortcutKey } from "../acts.js";
import { classes, html } from "../html.js";
import { page } from "../store.js";
import { AppMark, Icon, Spinner } from "../ui/icons.js";
import { MenuButton, MenuItem } from "../ui/menu.js";

const Shortcut = ({ shortcut, app, pick }) => html`
  <${MenuItem} className="shortcut-item" onPick=${pick}>
    <${AppMark} size=${24} />
    <span class="shortcut-words"><b>${shortcut.name}</b><small>${shortcut.description}</small></span>
    <span class="shortcut-app">${app.name}</span>
  <//>`;

export function MessageTools({ channel, message }) {
  const { shortcuts, app } = page.server;
  if (!shortcuts.length || !message.has_shortcuts) return null;
  const busy = isBusy(shortcutKey(message.ts));
  const button = busy ? html`<${Spinner} />` : html`<${Icon} name="ellipsis-vertical" />`;
  return html`
    <div class=${classes("message-tools", busy && "is-busy")}>
      <${MenuButton} label="More actions" menuLabel="Message shortcuts" className="icon-button" align="end"
        button=${button} aria-busy=${busy ? "true" : undefined}>
        ${(close) => shortcuts.map((one) => html`
          <${Shortcut} key=${one.callback_id} shortcut=${one} app=${app}
            pick=${() => { close(); chooseShortcut(channel, message.ts, one.callback_id); }} />`)}
      <//>
    </div>`;
}

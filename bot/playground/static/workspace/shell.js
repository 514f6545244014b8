// The whole page: top bar, sidebar, main pane, modals over them, the developer's drawer beside them.
import { html } from "../html.js";
import { page } from "../store.js";
import { Toasts } from "../toasts.js";
import { Drawer } from "../drawer/drawer.js";
import { Confirm } from "../modals/confirm.js";
import { Modals } from "../modals/modals.js";
import { Spinner } from "../ui/icons.js";
import { AppPane } from "./app-pane.js";
import { Channel } from "./channel.js";
import { Sidebar } from "./sidebar.js";
import { TopBar } from "./topbar.js";

const Waiting = () => html`
  <div class="waiting" role="status">
    ${page.connected ? html`<${Spinner} size=${28} /><p>Opening the workspace…</p>` : html`
      <p><b>The playground does not answer.</b></p>
      <p>Start it with <code>roster demo</code>, then reload this page.</p>`}
  </div>`;

function Main() {
  const { place, server } = page;
  const channel = !place.app && server.channels.find((one) => one.id === place.channel);
  return channel ? html`<${Channel} key=${channel.id} channel=${channel} />` : html`<${AppPane} />`;
}

export function Shell() {
  const { server } = page;
  const covered = Boolean(page.confirming || server?.modals?.length);
  return html`
    <div class=${`page ${page.drawer ? "with-drawer" : ""}`}>
      <div class="stage">
        <div class="workspace" inert=${covered}>
          <${TopBar} />
          ${server ? html`
            <${Sidebar} />
            <main class="pane" key=${`${server.me.id}`}><${Main} /></main>` : html`<${Waiting} />`}
        </div>
        ${server && html`<${Modals} />`}
        <${Confirm} />
        <${Toasts} />
      </div>
      ${page.drawer && html`<${Drawer} />`}
    </div>`;
}

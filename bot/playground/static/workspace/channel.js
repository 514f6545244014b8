// A public channel: its head and its conversation.
import { html } from "../html.js";
import { page } from "../store.js";
import { Avatar } from "../ui/avatar.js";
import { Icon } from "../ui/icons.js";
import { Conversation } from "./conversation.js";

export function Channel({ channel }) {
  const { people } = page.server;
  return html`
    <div class="pane-head">
      ${!channel.is_dm && html`<${Icon} name="hash" size=${20} />`}<h2>${channel.name}</h2>
      <span class="pane-people" title=${people.map((one) => one.real_name).join(", ")}>
        ${people.slice(0, 3).map((one) => html`<${Avatar} key=${one.id} user=${one} size=${22} />`)} ${people.length}
      </span>
    </div>
    <div class="panel panel-messages"><${Conversation} channel=${channel} /></div>`;
}

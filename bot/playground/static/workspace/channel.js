// A public channel: its head, who is in it, and its conversation.
import { html } from "../html.js";
import { command } from "../acts.js";
import { page } from "../store.js";
import { toast } from "../toasts.js";
import { Avatar } from "../ui/avatar.js";
import { AppMark, Icon } from "../ui/icons.js";
import { Conversation } from "./conversation.js";

async function invite(channel) {
  const answer = await command(channel.id, `/invite @${page.server.app.name}`);
  if (!answer.ok) toast(answer.error, "warning");
}

const AppHere = ({ channel, app }) => channel.has_app
  ? html`<span class="pane-app" title=${`${app.name} is in this channel`}><${AppMark} size=${22} /> ${app.name}</span>`
  : html`
    <button type="button" class="btn btn-small" onClick=${() => invite(channel)}>
      <span class="btn-text">Add ${app.name}</span></button>`;

export function Channel({ channel }) {
  const { people, app } = page.server;
  return html`
    <div class="pane-head">
      ${!channel.is_dm && html`<${Icon} name="hash" size=${20} />`}<h2>${channel.name}</h2>
      <span class="topbar-gap"></span>
      <${AppHere} channel=${channel} app=${app} />
      <span class="pane-people" title=${people.map((one) => one.real_name).join(", ")}>
        ${people.slice(0, 3).map((one) => html`<${Avatar} key=${one.id} user=${one} size=${22} />`)} ${people.length}
      </span>
    </div>
    <div class="panel panel-messages"><${Conversation} channel=${channel} /></div>`;
}

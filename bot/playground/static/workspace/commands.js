// The slash commands that fit what is typed, with the manifest's hints.
import { classes, html } from "../html.js";
import { page } from "../store.js";
import { AppMark } from "../ui/icons.js";

/** While the command's own word is typed: those that begin so. */
export function commandsFor(text) {
  if (!/^\/\S*$/.test(text)) return [];
  return page.server.commands.filter((one) => one.command.startsWith(text.toLowerCase()));
}

/** What may follow a command whose word is typed and nothing after it. */
export function hintFor(text) {
  const match = /^(\/\S+) $/.exec(text);
  return match && page.server.commands.find((one) => one.command === match[1])?.usage_hint;
}

export const CommandList = ({ found, active, setActive, pick }) => html`
  <div class="commands" id="commands" role="listbox" aria-label="Commands"
    onMouseDown=${(event) => event.preventDefault()}>
    <div class="commands-head"><${AppMark} size=${18} /> ${page.server.app.name}</div>
    ${found.map((one, index) => html`
      <div key=${one.command} id=${`command-${index}`} role="option" aria-selected=${String(index === active)}
        class=${classes("command", index === active && "is-active")}
        onClick=${() => pick(one)} onMouseMove=${() => index === active || setActive(index)}>
        <span><b>${one.command}</b> <span class="command-hint">${one.usage_hint}</span></span>
        <small>${one.description}</small>
      </div>`)}
  </div>`;

// The people, and the app, who fit what is typed after an @.
import { classes, html } from "../html.js";
import { page } from "../store.js";
import { Avatar } from "../ui/avatar.js";

const BEGUN = /(^|\s)@([^@\n]*)$/;

/** While a name is typed at the end: those whose name begins so. */
export function mentionsFor(text) {
  const begun = BEGUN.exec(text);
  if (!begun) return [];
  const { people, app } = page.server;
  const everybody = [...people, { ...app, id: app.user_id, real_name: app.name, title: "App", is_bot: true }];
  const asked = begun[2].toLowerCase();
  return everybody.filter((one) =>
    [one.name, one.real_name].some((name) => name.toLowerCase().startsWith(asked)));
}

/** The text with that name written out. */
export const withMention = (text, one) => text.replace(BEGUN, (_, before) => `${before}@${one.real_name} `);

export const MentionList = ({ found, active, setActive, pick }) => html`
  <div class="commands" id="commands" role="listbox" aria-label="People"
    onMouseDown=${(event) => event.preventDefault()}>
    ${found.map((one, index) => html`
      <div key=${one.id} id=${`command-${index}`} role="option" aria-selected=${String(index === active)}
        class=${classes("command mention-option", index === active && "is-active")}
        onClick=${() => pick(one)} onMouseMove=${() => index === active || setActive(index)}>
        <${Avatar} user=${one} size=${24} /><b>${one.real_name}</b> <small>${one.title}</small>
      </div>`)}
  </div>`;

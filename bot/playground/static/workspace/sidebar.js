// The sidebar: workspace, channels, direct messages, apps, and at the bottom who you are.
import { classes, html } from "../html.js";
import { follow } from "../live.js";
import { remember } from "../remember.js";
import { appChannel, change, page } from "../store.js";
import { AppMark, Icon } from "../ui/icons.js";
import { Avatar } from "../ui/avatar.js";
import { MenuButton } from "../ui/menu.js";
import { unreadIn } from "../unread.js";
import { goTo, isHere } from "./places.js";

function Item({ place, channel, icon, name }) {
  const unread = channel ? unreadIn(channel) : 0;
  const here = isHere(place);
  return html`
    <li><button type="button" class=${classes("side-item", here && "is-here", unread && "is-unread")}
      aria-current=${here ? "page" : undefined}
      onClick=${() => (here && place.app ? change({ sidebar: false }) : goTo(place))}>
      ${icon}<span class="side-name">${name}</span>
      ${unread > 0 && html`<span class="badge" aria-label=${`${unread} new`}>${unread}</span>`}
    </button></li>`;
}

const Part = ({ title, children }) => html`
  <section><h2>${title}</h2><ul>${children}</ul></section>`;

export async function becomePerson(id) {
  remember("person", id);
  history.replaceState(null, "", `?person=${encodeURIComponent(id)}`);
  await follow(id);
  if (page.server) goTo(page.place);
}

const Person = ({ person, me, pick }) => html`
  <button type="button" role="menuitemradio" tabindex="-1" class="menu-item person-item"
    aria-checked=${String(me)} onClick=${pick}>
    <${Avatar} user=${person} size=${32} />
    <span class="person-words"><b>${person.real_name}</b><small>${person.title}</small></span>
    ${me && html`<${Icon} name="check" size=${16} />`}
  </button>`;

function WhoYouAre() {
  const { me, people } = page.server;
  const button = html`
    <${Avatar} user=${me} size=${36} />
    <span class="person-words"><span>You are: <b>${me.real_name}</b></span><small>${me.title}</small></span>
    <${Icon} name="chevron-up" size=${16} />`;
  return html`
    <div class="who">
      <${MenuButton} label=${`You are: ${me.real_name}`} menuLabel="Be somebody else"
        className="who-button" button=${button}>
        ${(close) => people.map((one) => html`
          <${Person} key=${one.id} person=${one} me=${one.id === me.id}
            pick=${() => { close(); if (one.id !== me.id) becomePerson(one.id); }} />`)}
      <//>
    </div>`;
}

export function Sidebar() {
  const { team, channels, app } = page.server;
  const dm = appChannel();
  const direct = channels.filter((one) => one.is_dm && one.id !== dm?.id);
  const channelItem = (one, icon) => html`
    <${Item} key=${one.id} place=${{ channel: one.id }} channel=${one.id} name=${one.name} icon=${icon} />`;
  return html`
    <nav class=${classes("sidebar", page.sidebar && "is-open")} aria-label="Workspace">
      <div class="side-head"><h1>${team.name}</h1></div>
      <div class="side-body">
        <${Part} title="Channels">
          ${channels.filter((one) => !one.is_dm).map((one) =>
            channelItem(one, html`<${Icon} name="hash" size=${16} />`))}
        <//>
        ${direct.length > 0 && html`<${Part} title="Direct messages">
          ${direct.map((one) => channelItem(one, html`<${Avatar} user=${{ name: one.name }} size=${20} />`))}<//>`}
        <${Part} title="Apps">
          <${Item} place=${{ app: true, tab: "home" }} channel=${dm?.id} name=${app.name}
            icon=${html`<${AppMark} size=${20} />`} />
        <//>
        <${Part} title="Outside">
          <li><a class="side-item" href="/accounts" target="_blank" title="Sample accounts to connect and to change">
            <${Icon} name="arrow-up-right" size=${16} /><span class="side-name">Google and Microsoft</span></a></li>
        <//>
      </div>
      <${WhoYouAre} />
    </nav>
    ${page.sidebar && html`<div class="side-veil" onClick=${() => change({ sidebar: false })}></div>`}`;
}

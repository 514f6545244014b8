// The app's pane: its name and its three tabs, Home, Messages and About.
import { viewBox } from "../boxes.js";
import { Blocks } from "../blocks/index.js";
import { classes, html, useEffect, useState } from "../html.js";
import { appChannel, page } from "../store.js";
import { AppMark, Spinner } from "../ui/icons.js";
import { unreadIn } from "../unread.js";
import { About } from "./about.js";
import { Conversation } from "./conversation.js";
import { goTo } from "./places.js";

const TABS = [["home", "Home"], ["messages", "Messages"], ["about", "About"]];

function useLate(missing) {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = missing && setTimeout(() => setLate(true), 4000);
    return () => clearTimeout(timer);
  }, [missing]);
  return late;
}

function Home() {
  const { home, app } = page.server;
  const late = useLate(!home);
  const box = home && viewBox(home);
  if (home) return html`<div class="home blocks"><${Blocks} box=${box} blocks=${home.blocks} /></div>`;
  const waiting = `${app.name} has not published its Home yet. The developer log (top right) says why.`;
  return html`
    <div class="home-empty" role="status">
      <${Spinner} size=${24} />
      <p>${late ? waiting : `Waiting for ${app.name}…`}</p>
    </div>`;
}

function Tab({ id, name, now }) {
  const unread = id === "messages" && appChannel() ? unreadIn(appChannel().id) : 0;
  const onKeyDown = (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const next = TABS.at((TABS.findIndex(([tab]) => tab === id) + step) % TABS.length)[0];
    goTo({ app: true, tab: next });
    document.getElementById(`tab-${next}`).focus();
  };
  return html`
    <button type="button" role="tab" id=${`tab-${id}`}
      aria-selected=${String(id === now)} aria-controls="app-panel"
      tabindex=${id === now ? 0 : -1} class=${classes("tab", id === now && "is-here")}
      onClick=${() => goTo({ app: true, tab: id })} onKeyDown=${onKeyDown}>
      ${name}${unread > 0 && html`<span class="badge" aria-label=${`${unread} new`}>${unread}</span>`}
    </button>`;
}

export function AppPane() {
  const { app } = page.server;
  const now = page.place.app ? page.place.tab : "home";
  return html`
    <div class="pane-head">
      <${AppMark} size=${28} /><h2>${app.name}</h2><span class="app-badge">APP</span>
    </div>
    <div class="tabs" role="tablist" aria-label=${app.name}>
      ${TABS.map(([id, name]) => html`<${Tab} key=${id} id=${id} name=${name} now=${now} />`)}
    </div>
    <div class=${`panel panel-${now}`} id="app-panel" key=${now}
      role="tabpanel" aria-labelledby=${`tab-${now}`}>
      ${now === "home" && html`<${Home} />`}
      ${now === "messages" && html`<${Conversation} channel=${appChannel()} />`}
      ${now === "about" && html`<${About} />`}
    </div>`;
}

// The bar over everything: what this page is, whether it is live, theme, the developer's log.
import { html } from "../html.js";
import { change, changed, page } from "../store.js";
import { switchTheme, themeNow } from "../theme.js";
import { Icon, IconButton } from "../ui/icons.js";

function ThemeButton() {
  const next = themeNow() === "dark" ? "light" : "dark";
  const onClick = () => {
    switchTheme();
    changed();
  };
  const icon = next === "light" ? "sun" : "moon";
  return html`<${IconButton} icon=${icon} label=${`Switch to ${next} theme`} onClick=${onClick} />`;
}

function LogButton() {
  const problems = page.log.entries.filter((one) => one.ok === false || one.problems?.length).length;
  const name = problems ? `Developer log, ${problems} with problems` : "Developer log";
  return html`
    <button type="button" class="icon-button with-badge" aria-label=${name} aria-pressed=${String(page.drawer)}
      title="What Slack received, what it answered" onClick=${() => change({ drawer: !page.drawer })}>
      <${Icon} name="code" />${problems > 0 && html`<span class="badge">${problems > 99 ? "99+" : problems}</span>`}
    </button>`;
}

export const TopBar = () => html`
  <header class="topbar">
    <${IconButton} icon="menu" label="Open the sidebar" className="only-phone"
      aria-expanded=${String(page.sidebar)} onClick=${() => change({ sidebar: !page.sidebar })} />
    <span class="topbar-title">Roster playground</span>
    <span class="topbar-note">a small Slack on this machine</span>
    <span class="topbar-gap"></span>
    ${!page.connected && html`
      <span class="offline" role="status"><${Icon} name="wifi-off" size=${15} /> Not connected. Trying again…</span>`}
    <${ThemeButton} /><${LogButton} />
  </header>`;

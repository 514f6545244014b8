// Starts the page: who am I, where was I, then draws whenever something changed.
import { follow } from "./live.js";
import { html, render } from "./html.js";
import { recall } from "./remember.js";
import { page, watch } from "./store.js";
import { keepingFocus } from "./ui/focus.js";
import { markSeen } from "./unread.js";
import { goTo } from "./workspace/places.js";
import { Shell } from "./workspace/shell.js";

const asked = new URLSearchParams(location.search).get("person");

function draw() {
  markSeen();
  keepingFocus(() => render(html`<${Shell} />`, document.getElementById("page")));
}

watch(draw);
document.addEventListener("visibilitychange", draw);
window.addEventListener("dragover", (event) => event.preventDefault());
window.addEventListener("drop", (event) => event.preventDefault());
page.place = recall("place") ?? page.place;
draw();
await follow(asked ?? recall("person"));
if (page.server) goTo(page.place);

// The stack of modals: the top one to work in, the lower ones only as edges behind it.
import { close, closeKey, isBusy, submit, submitKey } from "../acts.js";
import { viewBox } from "../boxes.js";
import { Blocks } from "../blocks/index.js";
import { classes, html, useEffect, useLayoutEffect, useRef } from "../html.js";
import { page } from "../store.js";
import { Text } from "../text/render.js";
import { Icon, IconButton, Spinner } from "../ui/icons.js";
import { useModalFocus, useReturn } from "./focus.js";

const scrolled = new Map(); // view id -> scrollTop, for a modal that comes back into sight

function useKeptScroll(id) {
  const body = useRef(null);
  useLayoutEffect(() => {
    body.current.scrollTop = scrolled.get(id) ?? 0;
    const { current } = body;
    return () => scrolled.set(id, current.scrollTop);
  }, [id]);
  return body;
}

function focusFirstError(dialog) {
  requestAnimationFrame(() => dialog.current?.querySelector("[aria-invalid=true]")?.focus());
}

function useEscape(view) {
  useEffect(() => {
    const pressed = (event) => {
      if (event.key === "Escape" && !event.defaultPrevented && !page.confirming) close(view);
    };
    document.addEventListener("keydown", pressed);
    return () => document.removeEventListener("keydown", pressed);
  }, [view.id]);
}

const Head = ({ view, depth }) => html`
  <div class="modal-head">
    ${depth > 1 && html`<${IconButton} icon="arrow-left" label="Back" onClick=${() => close(view)} />`}
    <h2 id=${`title-${view.id}`}><${Text} of=${view.title} /></h2>
    <${IconButton} icon="x" size=${20} label="Dismiss" title="Close" onClick=${() => close(view, true)} />
  </div>`;

function Foot({ view }) {
  const sending = isBusy(submitKey(view));
  const closeText = view.close ?? { type: "plain_text", text: view.submit ? "Cancel" : "Close" };
  return html`
    <div class="modal-foot">
      <span class="modal-status" role="status">${sending ? "Sending…" : ""}</span>
      <button type="button" class=${classes("btn btn-large", isBusy(closeKey(view)) && "is-busy")}
        onClick=${() => close(view)}>
        <span class="btn-text"><${Text} of=${closeText} /></span></button>
      ${view.submit && html`
        <button type="submit" class=${classes("btn btn-primary btn-large", sending && "is-busy")}
          aria-busy=${sending ? "true" : undefined}>
          <span class="btn-text"><${Text} of=${view.submit} /></span>${sending && html`<${Spinner} />`}</button>`}
    </div>`;
}

function Modal({ view, depth }) {
  const dialog = useRef(null);
  const body = useKeptScroll(view.id);
  const trouble = page.trouble.get(view.id);
  const box = viewBox(view);
  useModalFocus(dialog, view.id);
  useEscape(view);
  const onSubmit = async (event) => {
    event.preventDefault();
    if (!view.submit) return;
    const answer = await submit(box, view);
    if (answer.errors) focusFirstError(dialog);
  };
  const onKeyDown = (event) => {
    if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) onSubmit(event);
  };
  return html`
    <form ref=${dialog} class="modal" role="dialog" aria-modal="true" aria-labelledby=${`title-${view.id}`}
      tabindex="-1" novalidate onSubmit=${onSubmit} onKeyDown=${onKeyDown} data-view-id=${view.id}>
      <${Head} view=${view} depth=${depth} />
      <div class="modal-body blocks" ref=${body}>
        ${trouble && html`
          <div class="alert alert-error" role="alert"><${Icon} name="circle-alert" /> <span>${trouble}</span></div>`}
        <${Blocks} box=${box} blocks=${view.blocks} />
      </div>
      <${Foot} view=${view} />
    </form>`;
}

export function Modals() {
  const { modals = [] } = page.server;
  useReturn(modals.length);
  if (!modals.length) return null;
  const top = modals.at(-1);
  return html`
    <div class="veil">
      <div class="modal-stack">
        ${modals.slice(0, -1).map((view, index) => html`
          <div key=${view.id} aria-hidden="true"
            class=${`modal-behind behind-${modals.length - 1 - index}`}></div>`)}
        <${Modal} key=${top.id} view=${top} depth=${modals.length} />
      </div>
    </div>`;
}

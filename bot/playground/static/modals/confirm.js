// The confirmation that an element can ask for before it acts.
import { html, useEffect, useRef } from "../html.js";
import { page } from "../store.js";
import { Text } from "../text/render.js";

const YES = { type: "plain_text", text: "Yes" };
const NO = { type: "plain_text", text: "No" };

function Question({ confirm, answer, from }) {
  const yes = useRef(null);
  useEffect(() => {
    yes.current.focus();
    return () => setTimeout(() => from?.isConnected && from.focus({ preventScroll: true }));
  }, []);
  const onKeyDown = (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    answer(false);
  };
  return html`
    <div class="veil veil-confirm">
      <div class="modal modal-small" role="dialog" aria-modal="true" aria-labelledby="confirm-title"
        onKeyDown=${onKeyDown}>
        <div class="modal-head"><h2 id="confirm-title"><${Text} of=${confirm.title} /></h2></div>
        <div class="modal-body"><${Text} of=${confirm.text} /></div>
        <div class="modal-foot">
          <button type="button" class="btn btn-large" onClick=${() => answer(false)}>
            <span class="btn-text"><${Text} of=${confirm.deny ?? NO} /></span></button>
          <button ref=${yes} type="button" class=${`btn btn-large btn-${confirm.style ?? "primary"}`}
            onClick=${() => answer(true)}>
            <span class="btn-text"><${Text} of=${confirm.confirm ?? YES} /></span></button>
        </div>
      </div>
    </div>`;
}

export const Confirm = () => page.confirming && html`<${Question} ...${page.confirming} />`;

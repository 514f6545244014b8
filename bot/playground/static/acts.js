// What a person does, sent to the server: clicks, submits, closes, words, files. Shows that it is under way.
import { Unreachable, sendAct, sendFiles } from "./api.js";
import { refresh } from "./live.js";
import { change, changed, isInFront, page } from "./store.js";
import { toast } from "./toasts.js";
import { noteOption, typedOf } from "./typed.js";

export const elementKey = (box, block, element) =>
  `${box.key}|${block.block_id}|${element.action_id}`;
export const isBusy = (key) => page.busy.has(key);

function busier(key, step) {
  const count = (page.busy.get(key) ?? 0) + step;
  if (count > 0) page.busy.set(key, count);
  else page.busy.delete(key);
  changed();
}

/** Runs one request under a busy key; an answer that never came becomes {ok: false, error}. */
async function during(key, request) {
  busier(key, 1);
  try {
    return await request();
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    return { ok: false, error: error.message };
  } finally {
    busier(key, -1);
    refresh();
  }
}

const act = (key, kind, rest) => during(key, () => sendAct(page.person, kind, rest));

function tellTrouble(answer) {
  if (!answer.ok) toast(answer.error ?? "That did not work.", "warning");
  return answer;
}

/** A click or a choice on an element; asks first when the element says so. */
export async function click(box, block, element, value) {
  if (element.confirm && !(await confirmed(element.confirm))) return null;
  const where = { ...box.where, block_id: block.block_id, action_id: element.action_id };
  const rest = { ...where, value, typed: typedOf(box.key) };
  const answer = await act(elementKey(box, block, element), "click", rest);
  await refresh();
  return isInFront(box.where) ? tellTrouble(answer) : answer; // a second click that came too late is no news
}

const confirmed = (confirm) =>
  new Promise((resolve) => {
    const from = document.activeElement; // the page behind the question loses the focus with it
    const answer = (yes) => {
      change({ confirming: null });
      resolve(yes);
    };
    change({ confirming: { confirm, answer, from } });
  });

export const submitKey = (view) => `submit|${view.id}`;

export async function submit(box, view) {
  page.trouble.delete(view.id);
  const answer = await act(submitKey(view), "submit", { view_id: view.id, typed: typedOf(box.key) });
  if (!answer.ok) page.trouble.set(view.id, answer.error ?? "That did not work.");
  if (answer.errors) page.errors.set(view.id, answer.errors);
  else page.errors.delete(view.id);
  changed();
  return answer;
}

export const closeKey = (view) => `close|${view.id}`;
export const close = async (view, all = false) =>
  tellTrouble(await act(closeKey(view), "close", { view_id: view.id, ...(all && { all }) }));

export function clearError(viewId, blockId) {
  const errors = page.errors.get(viewId);
  if (!errors?.[blockId]) return;
  delete errors[blockId];
  changed();
}

/** Asks for the options of an external select; remembers them, so that a choice can be shown. */
export async function suggest(box, block, element, query) {
  const where = { ...box.where, block_id: block.block_id, action_id: element.action_id };
  const answer = await sendAct(page.person, "suggest", { ...where, query }).catch(() => ({}));
  const groups = answer.option_groups ?? [{ options: answer.options ?? [] }];
  groups.flatMap((group) => group.options).forEach((one) => noteOption(box.key, block, element, one));
  return { groups, failed: answer.ok === false || !(answer.options || answer.option_groups) };
}

export const openTab = (tab) => act(`tab|${tab}`, tab, {});
export const shortcutKey = (ts) => `shortcut|${ts}`;
export const chooseShortcut = async (channel, ts, id) =>
  tellTrouble(await act(shortcutKey(ts), "shortcut", { channel, ts, callback_id: id }));
export const say = (channel, text) => act(`say|${channel}`, "say", { channel, text });
export const command = (channel, text) => act(`say|${channel}`, "command", { channel, text });
export const share = (channel, files, text) =>
  during(`say|${channel}`, () => sendFiles(page.person, files, { channel, text }));
export const upload = (key, file) => during(key, () => sendFiles(page.person, [file]));

// The playground server over HTTP: state, log, acts, files, and the stream of changes.

/** An answer that could not be had at all (server stopped, not JSON). */
export class Unreachable extends Error {}

async function json(path, options) {
  let answer;
  try {
    answer = await fetch(path, options);
  } catch {
    throw new Unreachable("The playground does not answer. Is it still running?");
  }
  const body = await answer.json().catch(() => null);
  if (body === null) throw new Unreachable(`The playground answered ${answer.status} without JSON.`);
  return body;
}

const query = (values) => {
  const known = Object.entries(values).filter(([, value]) => value !== null && value !== undefined);
  return known.length ? `?${new URLSearchParams(known)}` : "";
};

export const fetchState = (person) => json(`/playground/state${query({ person })}`);
export const fetchLog = (after) => json(`/playground/log${query({ after })}`);

/** One thing that a person does; the answer says {ok, errors?, error?, …}. */
export const sendAct = (person, kind, rest) =>
  json("/playground/act", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ person, kind, ...rest }),
  });

/** Shares files in a channel, in one message, or, without a channel, uploads them for a file input. */
export function sendFiles(person, files, { channel, text } = {}) {
  const form = new FormData();
  form.set("person", person);
  if (channel) form.set("channel", channel);
  if (text) form.set("text", text);
  for (const file of files) form.append("file", file, file.name);
  return json("/playground/files", { method: "POST", body: form });
}

export const fileUrl = (person, id) =>
  `/playground/files/${encodeURIComponent(id)}${query({ person })}`;

const AGAIN = 2000;

/** Calls back with each new version number; answers a function that ends it. */
export function listen(person, { onVersion, onUp, onDown }) {
  let source;
  let timer;
  const open = () => {
    source = new EventSource(`/playground/events${query({ person })}`);
    source.onopen = onUp;
    source.onmessage = (event) => onVersion(JSON.parse(event.data).version);
    source.onerror = () => {
      onDown();
      if (source.readyState === EventSource.CLOSED) timer = setTimeout(open, AGAIN); // it tries the rest itself
    };
  };
  open();
  return () => {
    clearTimeout(timer);
    source.close();
  };
}

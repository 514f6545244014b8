// Small things kept in this browser: theme, place, what was read. Storage may be refused.

function read(storage, key) {
  try {
    return JSON.parse(storage().getItem(`roster.${key}`));
  } catch {
    return null;
  }
}

function write(storage, key, value) {
  try {
    storage().setItem(`roster.${key}`, JSON.stringify(value));
  } catch {
    // A browser that stores nothing still works; it only forgets.
  }
}

const session = () => window.sessionStorage;
const local = () => window.localStorage;

export const recall = (key) => read(session, key);
export const remember = (key, value) => write(session, key, value);
export const recallLong = (key) => read(local, key);
export const rememberLong = (key, value) => write(local, key, value);

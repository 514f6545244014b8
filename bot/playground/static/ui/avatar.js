// A person's picture: their initials on their colour; an app's is its mark.
import { html } from "../html.js";
import { AppMark } from "./icons.js";

const hue = (text) => [...(text ?? "")].reduce((sum, char) => (sum * 31 + char.codePointAt(0)) % 360, 7);
const safeColour = (colour, name) =>
  /^#?[0-9a-f]{6}$/i.test(colour ?? "")
    ? `#${colour.replace("#", "")}`
    : `hsl(${hue(name)} 45% 42%)`;
const initialsOf = (name) =>
  (name ?? "?").split(/\s+/).map((word) => [...word][0] ?? "").slice(0, 2).join("").toUpperCase();

export const Avatar = ({ user, size = 36 }) => {
  if (user?.is_bot) return html`<${AppMark} size=${size} />`;
  const name = user?.real_name || user?.name;
  const style = {
    width: `${size}px`, height: `${size}px`, fontSize: `${Math.round(size * 0.4)}px`,
    background: safeColour(user?.color, name), borderRadius: `${Math.round(size / 4.5)}px`,
  };
  const letters = user?.initials || initialsOf(name);
  return html`<span class="avatar" style=${style} aria-hidden="true">${letters}</span>`;
};

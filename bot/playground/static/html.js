// The template tag and the hooks that every part of the page is written with.
import htm from "./vendor/htm.js";
import { h } from "./vendor/preact.js";

export { Fragment, render } from "./vendor/preact.js";
export { useEffect, useLayoutEffect, useMemo, useRef, useState } from "./vendor/preact-hooks.js";
export const html = htm.bind(h);

/** Joins the class names that apply. */
export const classes = (...names) => names.filter(Boolean).join(" ");

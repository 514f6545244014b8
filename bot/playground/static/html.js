// The template tag and the hooks that every part of the page is written with.
import htm from "htm";
import { h } from "preact";

export { Fragment, createRef, render } from "preact";
export { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
export const html = htm.bind(h);

/** Joins the class names that apply. */
export const classes = (...names) => names.filter(Boolean).join(" ");

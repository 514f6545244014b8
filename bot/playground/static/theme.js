// Light and dark: the system's choice until the person makes one.

const system = () => (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
export const themeNow = () => document.documentElement.dataset.theme || system();

export function switchTheme() {
  const next = themeNow() === "dark" ? "light" : "dark";
  document.documentElement.dataset.theme = next;
  try {
    localStorage.setItem("roster.theme", next);
  } catch {
    // Not kept then; the page still switches.
  }
}

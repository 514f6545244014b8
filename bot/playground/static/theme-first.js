// Sets the chosen theme before anything is painted, so that a dark page never flashes white.
try {
  const chosen = localStorage.getItem("roster.theme");
  if (chosen) document.documentElement.dataset.theme = chosen;
} catch { /* storage refused: the system's theme it is */ }

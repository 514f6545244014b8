// How a file's size and kind are said.

export function sizeText(bytes) {
  if (bytes === undefined || bytes === null) return "";
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${Math.round(bytes / 1000)} KB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

const WORDS = { txt: "Plain text", jpg: "JPEG", xlsx: "Excel spreadsheet" };

export function kindText(name) {
  const suffix = name.includes(".") ? name.split(".").at(-1).toLowerCase() : "";
  return WORDS[suffix] ?? (suffix ? suffix.toUpperCase() : "File");
}

// What each kind of Block Kit element holds: its initial value, and whether it holds one at all.

const TEXTS = new Set(["plain_text_input", "number_input", "email_text_input", "url_text_input"]);
const PEOPLE = { users_select: "user", conversations_select: "conversation", channels_select: "channel" };
const values = (options) => (options ?? []).map((option) => option.value);

const INITIAL = {
  rich_text_input: () => "",
  static_select: (element) => element.initial_option?.value ?? null,
  external_select: (element) => element.initial_option?.value ?? null,
  radio_buttons: (element) => element.initial_option?.value ?? null,
  multi_static_select: (element) => values(element.initial_options),
  multi_external_select: (element) => values(element.initial_options),
  checkboxes: (element) => values(element.initial_options),
  datepicker: (element) => element.initial_date ?? null,
  timepicker: (element) => element.initial_time ?? null,
  datetimepicker: (element) => element.initial_date_time ?? null,
  file_input: () => [],
};
for (const type of TEXTS) INITIAL[type] = (element) => element.initial_value ?? "";
for (const [type, word] of Object.entries(PEOPLE)) {
  INITIAL[type] = (element) => element[`initial_${word}`] ?? null;
  INITIAL[`multi_${type}`] = (element) => element[`initial_${word}s`] ?? [];
}

export const isStateful = (element) => element?.type in INITIAL;
export const initialOf = (element) => INITIAL[element.type]?.(element);
export const isText = (element) => TEXTS.has(element.type);
export const isMulti = (element) => element.type.startsWith("multi_");
export const isSelect = (element) => element.type.endsWith("_select");

/** Whether the options come from the app, which alone can say what a value is called. */
export const isSearched = (element) => element.type.endsWith("external_select");

/** The option objects that the element itself shows as chosen. */
export const optionsShownIn = (element) =>
  element.initial_options ?? (element.initial_option ? [element.initial_option] : []);

const LISTED = new Set(["static_select", "multi_static_select", "radio_buttons", "checkboxes"]);

/** Whether what was chosen is still on offer; what was typed always is. */
export function offers(element, raw) {
  if (!LISTED.has(element.type)) return true;
  const groups = element.option_groups ?? [{ options: element.options ?? [] }];
  const known = new Set(groups.flatMap((group) => values(group.options)));
  return [raw ?? []].flat().every((value) => known.has(value));
}

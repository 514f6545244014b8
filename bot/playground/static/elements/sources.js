// Where the options of each kind of select come from, and how a chosen value is shown.
import { suggest } from "../acts.js";
import { page } from "../store.js";
import { words } from "../text/render.js";
import { optionNoted } from "../typed.js";
import { isSearched } from "./kinds.js";

const plain = (value, text) => ({ value, text: { type: "plain_text", text, emoji: false } });
const people = () => page.server.people.map((one) => plain(one.id, one.real_name || one.name));
const channelOption = (one) => plain(one.id, one.is_dm ? one.name : `# ${one.name}`);
const conversations = () => page.server.channels.map(channelOption);
const channels = () => page.server.channels.filter((one) => !one.is_dm).map(channelOption);

const staticGroups = (element) =>
  element.option_groups ?? [{ options: element.options ?? [] }];

const LISTS = {
  static_select: staticGroups,
  users_select: () => [{ options: people() }],
  channels_select: () => [{ options: channels() }],
  conversations_select: () => [{ options: conversations() }],
};

const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

/** The groups whose options contain the typed words. */
export function filtered(groups, query) {
  const wanted = fold(query.trim());
  const fits = (option) => fold(words(option.text)).includes(wanted);
  return groups
    .map((group) => ({ ...group, options: group.options.filter(fits) }))
    .filter((group) => group.options.length);
}

const base = (element) => element.type.replace(/^multi_/, "");
export const least = (element) => element.min_query_length ?? 3;

/** All groups of a select that needs no server. */
export const localGroups = (element) => LISTS[base(element)](element);

export const searchGroups = ({ box, block, element }, query) => suggest(box, block, element, query);

/** The words of a chosen value. */
export function chosenWords({ box, block, element }, value) {
  const local = isSearched(element) ? [] : localGroups(element).flatMap((group) => group.options);
  const option = local.find((one) => one.value === value) ?? optionNoted(box.key, block, element, value);
  return option ? words(option.text) : String(value);
}

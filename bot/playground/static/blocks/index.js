// Draws a list of blocks: each by its type, keyed so that what is typed and focused stays.
import { Fragment, html } from "../html.js";
import { Element } from "../elements/index.js";
import { Text } from "../text/render.js";
import { RichText } from "../text/rich.js";
import { Icon } from "../ui/icons.js";
import { InputBlock } from "./input.js";
import { keysOf } from "./keys.js";
import { DataTable, Table } from "./tables.js";

function Section({ box, block }) {
  const accessory = block.accessory;
  return html`
    <div class="section-text">
      ${block.text && html`<${Text} of=${block.text} />`}
      ${block.fields && html`<div class="fields">${block.fields.map((one) => html`
        <div class="one-field"><${Text} of=${one} /></div>`)}</div>`}
    </div>
    ${accessory && html`<div class=${`accessory accessory-${accessory.type}`}>
      <${Element} key=${accessory.action_id} box=${box} block=${block} element=${accessory} /></div>`}`;
}

const Actions = ({ box, block }) => block.elements.map((element) => html`
  <${Element} key=${element.action_id} box=${box} block=${block} element=${element} />`);

const Context = ({ block }) => block.elements.map((one) => one.type === "image"
  ? html`<img class="context-image" src=${one.image_url} alt=${one.alt_text} />`
  : html`<${Text} of=${one} />`);

const Image = ({ block }) => html`
  <figure>
    ${block.title && html`<figcaption><${Text} of=${block.title} /></figcaption>`}
    <img src=${block.image_url ?? block.slack_file?.url} alt=${block.alt_text} />
  </figure>`;

const ALERT_ICONS = { warning: "triangle-alert", error: "circle-alert", success: "circle-check" };
const Alert = ({ block }) => html`
  <div class=${`alert alert-${block.level ?? "default"}`} role=${block.level === "error" ? "alert" : "status"}>
    <${Icon} name=${ALERT_ICONS[block.level] ?? "info"} /> <${Text} of=${block.text} />
  </div>`;

const Container = ({ box, block }) => html`
  <div class="container">
    ${block.title && html`<div class="container-title"><${Text} of=${block.title} /></div>`}
    <${Blocks} box=${box} blocks=${block.child_blocks ?? []} />
  </div>`;

const Unknown = ({ block }) => html`<code class="unknown">${block.type} block</code>`;

const KINDS = {
  section: Section, actions: Actions, input: InputBlock, context: Context, image: Image, alert: Alert,
  header: ({ block }) => html`<h2 class="header-text"><${Text} of=${block.text} /></h2>`,
  divider: () => html`<hr />`,
  rich_text: ({ block }) => html`<${RichText} block=${block} />`,
  markdown: ({ block }) => html`<div class="mrkdwn plain">${block.text}</div>`,
  table: Table, data_table: DataTable, container: Container,
};

function Block({ box, block }) {
  const Kind = KINDS[block.type] ?? Unknown;
  return html`
    <div class=${`block block-${block.type}`} data-block-id=${block.block_id}>
      <${Kind} box=${box} block=${block} />
    </div>`;
}

export function Blocks({ box, blocks }) {
  const keys = keysOf(blocks);
  return html`<${Fragment}>${blocks.map((block, index) => html`
    <${Block} key=${keys[index]} box=${box} block=${block} />`)}<//>`;
}

// table and data_table: plain tables; the data table sorts and pages in the browser, as in Slack.
import { classes, html, useState } from "../html.js";
import { RichText } from "../text/rich.js";
import { Icon } from "../ui/icons.js";

const Cell = ({ of }) =>
  of.type === "rich_text" ? html`<${RichText} block=${of} />` : String(of.text ?? of.value ?? "");
const alignOf = (settings, index) => ({ textAlign: settings?.[index]?.align ?? "left" });

export const Table = ({ block }) => html`
  <div class="table-wrap"><table>
    ${block.rows.map((row, index) => html`<tr key=${index}>${row.map((cell, column) => {
      const Tag = index ? "td" : "th";
      return html`<${Tag} style=${alignOf(block.column_settings, column)}><${Cell} of=${cell} /><//>`;
    })}</tr>`)}
  </table></div>`;

const wordsOf = (cell) => cell.text ?? cell.value ?? JSON.stringify(cell.elements ?? "");

function compare(a, b) {
  const [x, y] = [wordsOf(a), wordsOf(b)];
  return a.type === "raw_number" ? Number(x) - Number(y) : String(x).localeCompare(String(y));
}

function sorted(rows, { column, down }) {
  if (column === null) return rows;
  const inOrder = [...rows].sort((a, b) => compare(a[column], b[column]));
  return down ? inOrder.reverse() : inOrder;
}

function Heading({ cell, sort, column, onSort }) {
  const on = sort.column === column;
  return html`
    <th aria-sort=${on ? (sort.down ? "descending" : "ascending") : "none"}>
      <button type="button" class=${classes("sort", on && "is-on")} onClick=${onSort}>
        <${Cell} of=${cell} /> ${on && html`<${Icon} name=${`arrow-${sort.down ? "down" : "up"}`} size=${14} />`}
      </button>
    </th>`;
}

function Pager({ at, pages, setAt }) {
  const button = (name, to) => html`
    <button type="button" class="btn btn-small" disabled=${to < 0 || to >= pages} onClick=${() => setAt(to)}>${name}</button>`;
  return html`
    <div class="table-pager">
      ${button("Previous rows", at - 1)} <span>${at + 1} of ${pages}</span> ${button("Next rows", at + 1)}
    </div>`;
}

export function DataTable({ block }) {
  const [sort, setSort] = useState({ column: null, down: false });
  const [at, setAt] = useState(0);
  const size = block.page_size ?? 5;
  const [head, ...rows] = block.rows;
  const pages = Math.max(1, Math.ceil(rows.length / size));
  const shown = sorted(rows, sort).slice(at * size, (at + 1) * size);
  const onSort = (column) => setSort({ column, down: sort.column === column && !sort.down });
  return html`
    <div class="table-wrap"><table>
      <caption>${block.caption}</caption>
      <thead><tr>${head.map((cell, column) => html`
        <${Heading} cell=${cell} sort=${sort} column=${column} onSort=${() => onSort(column)} />`)}</tr></thead>
      <tbody>${shown.map((row) => html`
        <tr>${row.map((cell) => html`<td><${Cell} of=${cell} /></td>`)}</tr>`)}</tbody>
    </table></div>
    ${pages > 1 && html`<${Pager} at=${at} pages=${pages} setAt=${setAt} />`}`;
}

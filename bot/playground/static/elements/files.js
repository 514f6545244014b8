// The file input of a modal: drop or browse, what was added, and taking it out again.
import { clearError, elementKey, isBusy, upload } from "../acts.js";
import { classes, html, useState } from "../html.js";
import { Icon, IconButton, Spinner } from "../ui/icons.js";
import { sizeText } from "../ui/sizes.js";
import { useDrop } from "../ui/drop.js";
import { current, keep } from "./commit.js";

const uploaded = new Map(); // file id -> {name, size}: the view itself knows only ids
const suffix = (name) => name.split(".").at(-1).toLowerCase();

function refusal(file, { filetypes }) {
  if (!filetypes?.length || filetypes.includes(suffix(file.name))) return null;
  return `${file.name}: only ${filetypes.map((type) => `.${type}`).join(", ")} files can be added here.`;
}

async function addAll(spot, files, setProblem) {
  const most = spot.element.max_files ?? 10;
  for (const file of files) {
    const ids = current(spot);
    const problem = refusal(file, spot.element)
      ?? (ids.length >= most && most > 1 ? `At most ${most} files can be added here.` : null);
    setProblem(problem);
    if (problem) return;
    const answer = await upload(elementKey(spot.box, spot.block, spot.element), file);
    if (!answer.file) return setProblem(answer.error ?? `${file.name} could not be uploaded.`);
    uploaded.set(answer.file.id, { name: file.name, size: file.size });
    keep(spot, most === 1 ? [answer.file.id] : [...current(spot), answer.file.id]);
  }
}

export function FileInput(spot) {
  const { box, block, element, id, labelledBy, described, invalid } = spot;
  const [problem, setProblem] = useState(null);
  const ids = current(spot) ?? [];
  const busy = isBusy(elementKey(box, block, element));
  const add = (files) => {
    clearError(box.where.view_id, block.block_id);
    addAll(spot, [...files], setProblem);
  };
  const drop = useDrop(add);
  const onChange = (event) => {
    add([...event.target.files]);
    event.target.value = "";
  };
  const accept = element.filetypes?.map((type) => `.${type}`).join(",");
  return html`
    <div class=${classes("drop-zone", drop.over && "is-over", invalid && "is-invalid")} ...${drop.handlers}>
      ${ids.map((one) => html`<${Added} key=${one} id=${one}
        remove=${() => keep(spot, ids.filter((other) => other !== one))} />`)}
      <div class="drop-words">
        ${busy ? html`<${Spinner} size=${18} /> <span role="status">Uploading…</span>`
          : html`<${Icon} name="upload" /> <span>Drag and drop your file here, or</span>
          <span class="browse">
            <input type="file" id=${id} multiple=${(element.max_files ?? 10) > 1} accept=${accept}
              aria-labelledby=${labelledBy} aria-describedby=${described} onChange=${onChange}
              data-action-id=${element.action_id} />
            <span class="browse-text" aria-hidden="true">browse files</span>
          </span>`}
      </div>
      ${problem && html`<div class="field-error" role="alert">${problem}</div>`}
    </div>`;
}

function Added({ id, remove }) {
  const { name, size } = uploaded.get(id) ?? { name: id };
  return html`
    <div class="added-file">
      <${Icon} name="file-spreadsheet" /> <span class="added-name">${name}</span>
      <small>${sizeText(size)}</small>
      <${IconButton} icon="x" size=${16} label=${`Remove ${name}`} onClick=${remove} />
    </div>`;
}

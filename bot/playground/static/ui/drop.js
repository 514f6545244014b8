// Dropping files on a part of the page: whether files hover over it, and what to do when they fall.
import { useRef, useState } from "../html.js";

const hasFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");

export function useDrop(onFiles) {
  const [over, setOver] = useState(false);
  const depth = useRef(0);
  const step = (event, change) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    depth.current = Math.max(0, depth.current + change);
    setOver(depth.current > 0);
  };
  const onDrop = (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    depth.current = 0;
    setOver(false);
    onFiles([...event.dataTransfer.files]);
  };
  const handlers = {
    onDragEnter: (event) => step(event, 1),
    onDragLeave: (event) => step(event, -1),
    onDragOver: (event) => hasFiles(event) && event.preventDefault(),
    onDrop,
  };
  return { over, handlers };
}

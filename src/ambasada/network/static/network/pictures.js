// Draw masks with the pointer, and move them. The lines of the form say where they are, with a
// script and without: this writes into them and draws what they say.
"use strict";
{
  const form = document.querySelector("form[data-masks]");
  const picture = form?.querySelector("svg.masks");
  const list = form?.querySelector(".masks__lines");
  const SHAPES = "http://www.w3.org/2000/svg";
  const LEAST = 0.5; // hundredths: less is a slip of the finger
  let drawn = null;

  const lines = () => [...list.querySelectorAll("input[name=mask]")];
  const kept = (value) => Math.min(Math.max(value, 0), 100);

  const at = (event) => {
    const frame = picture.getBoundingClientRect();
    return {
      x: kept(((event.clientX - frame.left) / frame.width) * 100),
      y: kept(((event.clientY - frame.top) / frame.height) * 100),
    };
  };

  const parts = (line) => {
    const numbers = line.value.replaceAll(",", ".").trim().split(/\s+/).map(Number);
    return numbers.length === 4 && numbers.every(Number.isFinite) ? numbers : null;
  };

  const shape = (name, values) => {
    const made = document.createElementNS(SHAPES, name);
    for (const [key, value] of Object.entries(values)) made.setAttribute(key, value);
    return picture.appendChild(made);
  };

  const show = () => {
    for (const old of picture.querySelectorAll(".masks__box, .masks__number")) old.remove();
    lines().forEach((line, index) => {
      const box = parts(line);
      if (!box) return;
      const [x, y, width, height] = box.map((each) => `${each}%`);
      shape("rect", { class: "masks__box", "data-number": index + 1, x, y, width, height });
      const number = shape("text", { class: "masks__number", x, y, dx: "0.2em", dy: "1em" });
      number.textContent = String(index + 1);
    });
  };

  const emptyLine = () => {
    const free = lines().find((line) => !line.value.trim());
    if (free) return free;
    const last = list.lastElementChild;
    const made = list.appendChild(last.cloneNode(true));
    const label = made.querySelector("label");
    label.firstChild.data = label.firstChild.data.replace(/\d+/, String(list.children.length));
    const line = made.querySelector("input");
    line.value = "";
    line.addEventListener("input", show);
    return line;
  };

  const begin = (event) => {
    const place = at(event);
    const number = Number(event.target.dataset?.number);
    const line = number ? lines()[number - 1] : emptyLine();
    drawn = { line, place, was: number ? parts(line) : null };
    picture.setPointerCapture(event.pointerId);
    event.preventDefault();
  };

  const go = (event) => {
    if (!drawn) return;
    const { line, place, was } = drawn;
    const now = at(event);
    const box = was
      ? [was[0] + now.x - place.x, was[1] + now.y - place.y, was[2], was[3]]
      : [Math.min(place.x, now.x), Math.min(place.y, now.y),
         Math.abs(now.x - place.x), Math.abs(now.y - place.y)];
    box[0] = Math.max(box[0], 0);
    box[1] = Math.max(box[1], 0);
    line.value = box.map((each) => each.toFixed(1)).join(" ");
    show();
  };

  const end = () => {
    if (!drawn) return;
    const box = parts(drawn.line);
    if (!drawn.was && (!box || box[2] < LEAST || box[3] < LEAST)) drawn.line.value = "";
    drawn = null;
    show();
  };

  if (picture && list) {
    picture.dataset.drawing = "";
    form.querySelector("[data-with-script]").hidden = false;
    picture.addEventListener("pointerdown", begin);
    picture.addEventListener("pointermove", go);
    picture.addEventListener("pointerup", end);
    picture.addEventListener("pointercancel", end);
    for (const line of lines()) line.addEventListener("input", show);
  }
}

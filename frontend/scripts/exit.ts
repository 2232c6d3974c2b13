/**
 * Quick exit. Without this script the link still leads to the exit page; with it the text vanishes
 * at once and the page left behind is not in the history. Shift pressed three times does the same.
 */
const PRESSES = 3;
const WITHIN_MS = 5000;

const link = document.querySelector<HTMLAnchorElement>("a[data-exit]");
const title = document.title;
let presses: number[] = [];

function leave(address: string): void {
  document.body.hidden = true;
  document.title = "…";
  location.replace(address);
}

if (link) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    leave(link.href);
  });
  document.addEventListener("keyup", (event) => {
    const now = Date.now();
    // Any other key in between is somebody typing capitals.
    presses = event.key === "Shift" ? [...presses.filter((at) => now - at < WITHIN_MS), now] : [];
    if (presses.length === PRESSES) leave(link.href);
  });
  // A page taken back from the browser's memory must be readable again.
  addEventListener("pageshow", () => {
    presses = [];
    document.body.hidden = false;
    document.title = title;
  });
}

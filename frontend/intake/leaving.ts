/**
 * Leaving: the quick exit, what asks before a text is lost, and what is wiped when the page goes.
 *
 * The whole visit is one entry of the history. The exit replaces it, so that "Back" leads to where
 * the person was before; whatever the browser keeps of this page was emptied first.
 */
import { say } from "./texts.ts";

const PRESSES = 3;
const WITHIN_MS = 5000;
const CALLING_MS = 1000;

const wipes: (() => void)[] = [];
const risks: (() => boolean)[] = [];
let presses: number[] = [];
let isCalling = false;
let isLeaving = false;

/** Have something forgotten whenever the page is left or its work is done. */
export function onWipe(wipe: () => void): void {
  wipes.push(wipe);
}

/** Forget everything that was typed, chosen, opened or made here. */
export function wipe(): void {
  for (const each of wipes) each();
}

/** Have the browser ask before it leaves while something would be lost. */
export function askWhile(isAtRisk: () => boolean): void {
  risks.push(isAtRisk);
}

/** Watch the exit, the keys and the page itself. `restart` shows the first screen again. */
export function watchExit(restart: () => void): void {
  const link = document.querySelector<HTMLAnchorElement>("a[data-exit]");
  if (!link) throw new Error("the page has no exit");
  const told = document.querySelector<HTMLElement>("[data-exit-told]");
  const { title } = document;
  link.addEventListener("click", (event) => {
    event.preventDefault();
    leave(link.href);
  });
  document.addEventListener("keyup", (event) => {
    count(event.key);
    if (presses.length === PRESSES) leave(link.href);
    else if (told) tell(told);
  });
  document.addEventListener("click", callWithoutAsking);
  addEventListener("beforeunload", ask);
  addEventListener("pagehide", () => {
    wipe();
    restart();
  });
  addEventListener("pageshow", () => {
    presses = [];
    isLeaving = false;
    document.documentElement.classList.remove("gone");
    document.title = title;
  });
}

/** Go on to the harmless page at once; nothing of this one stays. */
function leave(address: string): void {
  isLeaving = true;
  document.documentElement.classList.add("gone");
  document.title = "…";
  wipe();
  location.replace(address);
}

function count(key: string): void {
  const now = Date.now();
  // Any other key in between is somebody typing capitals.
  presses = key === "Shift" ? [...presses.filter((at) => now - at < WITHIN_MS), now] : [];
}

/** Three lights for the eye and a sentence for the ear, once a key has been pressed. */
function tell(place: HTMLElement): void {
  const number = presses.length;
  place.dataset["exitTold"] = String(number);
  place.textContent = number === 1 ? say("exit.once") : number === 2 ? say("exit.twice") : "";
  if (number) setTimeout(() => number === presses.length && forgetPresses(place), WITHIN_MS);
}

function forgetPresses(place: HTMLElement): void {
  presses = [];
  tell(place);
}

function ask(event: BeforeUnloadEvent): void {
  if (isLeaving || isCalling || !risks.some((isAtRisk) => isAtRisk())) return;
  event.preventDefault();
  // What browsers of before 2024 look at.
  event.returnValue = true;
}

/** A call to an emergency number leaves nothing and must not be asked about. */
function callWithoutAsking(event: MouseEvent): void {
  const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
  if (!/^(tel|mailto):/.test(link?.getAttribute("href") ?? "")) return;
  isCalling = true;
  setTimeout(() => (isCalling = false), CALLING_MS);
}

/** The lock: after 15 minutes without a hand on the page, with a word one minute before. */

const IDLE_MS = 15 * 60_000;
const WORD_MS = 14 * 60_000;
const LOOK_MS = 5_000;
const SIGNS = ["keydown", "pointerdown", "input"];

interface Watching {
  onWord: () => void;
  onBack: () => void;
  onLock: () => void;
}

/** Watch until stopped; returns what stops it. */
export function watchIdle({ onWord, onBack, onLock }: Watching): () => void {
  let last = Date.now();
  let isSaid = false;
  const touch = (): void => {
    last = Date.now();
    if (isSaid) onBack();
    isSaid = false;
  };
  // The clock is asked and no long timer set: a computer that slept must lock at once.
  const look = (): void => {
    const idle = Date.now() - last;
    if (idle >= IDLE_MS) onLock();
    else if (idle >= WORD_MS && !isSaid) {
      isSaid = true;
      onWord();
    }
  };
  const timer = setInterval(look, LOOK_MS);
  for (const sign of SIGNS) addEventListener(sign, touch, { capture: true, passive: true });
  return () => {
    clearInterval(timer);
    for (const sign of SIGNS) removeEventListener(sign, touch, { capture: true });
  };
}

/** Three times Shift within five seconds, with no other key between: the same as the button. */
export function watchShift(onThree: () => void): () => void {
  let presses: number[] = [];
  const heard = (event: KeyboardEvent): void => {
    const now = Date.now();
    presses = event.key === "Shift" ? [...presses.filter((at) => now - at < 5_000), now] : [];
    if (presses.length < 3) return;
    presses = [];
    onThree();
  };
  addEventListener("keyup", heard);
  return () => removeEventListener("keyup", heard);
}

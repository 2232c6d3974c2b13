/**
 * The page on which somebody asks for help, and reads the answer. What is typed stays in the memory
 * of this page: no storage, no cookie, no service worker, no address. It is sealed here, to those on
 * duty, before anything is sent (docs/sealing.md).
 */
import { forgetAhead } from "./ahead.ts";
import { paragraph } from "./elements.ts";
import { type Facts, factsOf } from "./facts.ts";
import { onWipe, watchExit } from "./leaving.ts";
import { comeBack } from "./returning/flow.ts";
import { clearScreen, placeOfScreens, show, takeOver } from "./showing.ts";
import { forgetSolution, solveHere } from "./solving.ts";
import { loadTexts, say } from "./texts.ts";
import { hangUp } from "./wire.ts";
import { write } from "./writing/flow.ts";

function showStart(facts: Facts): void {
  const start = (): void => showStart(facts);
  show({
    isFirst: true,
    heading: say("start.heading"),
    content: [],
    buttons: [
      { label: say("start.write"), go: () => write(facts, start) },
      { label: say("start.return"), go: () => comeBack(facts, start) },
    ],
    below: [paragraph(say("start.text"))],
  });
}

async function begin(): Promise<void> {
  let restart = (): void => undefined;
  watchExit(() => {
    clearScreen();
    restart();
  });
  onWipe(hangUp);
  onWipe(forgetSolution);
  onWipe(forgetAhead);
  const facts = factsOf(placeOfScreens());
  await loadTexts(facts);
  restart = () => showStart(facts);
  changeLanguageWithoutTrace();
  takeOver();
  showStart(facts);
}

/** Another language takes the place of this page: the visit stays one entry of the history. */
function changeLanguageWithoutTrace(): void {
  for (const link of document.querySelectorAll<HTMLAnchorElement>("a[data-language]")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      location.replace(link.href);
    });
  }
}

if (typeof document === "undefined") solveHere(self as never);
else void begin();

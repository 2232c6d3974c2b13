/** The one box that has to be filled in. */
import { LONGEST_TEXT } from "../appeal.ts";
import { made, paragraph } from "../elements.ts";
import { box } from "../fields.ts";
import { show } from "../showing.ts";
import { say } from "../texts.ts";
import type { Walk } from "./walk.ts";

const ROWS = 10;

export function showText(walk: Walk): void {
  const { appeal, facts } = walk;
  const isPress = appeal.desk === "press";
  const written = box({
    id: "text",
    label: say("text.label"),
    value: appeal.text,
    rows: ROWS,
    hints: [
      paragraph(say(isPress ? "text.hint.press" : "text.hint")),
      isPress ? undefined : paragraph(facts.neverAsk),
      made("p", { class: "quiet" }, say("text.keyboard")),
    ],
  });
  // Kept with each letter: going back loses nothing.
  written.input.addEventListener("input", () => (appeal.text = written.input.value));
  show({
    above: walk.place,
    heading: say(isPress ? "text.heading.press" : "text.heading"),
    content: [
      walk.hasEscrow ? made("p", { class: "notice" }, say("text.escrow")) : undefined,
      written.element,
    ],
    buttons: [
      {
        label: say("button.next"),
        go: () => {
          const wrong = wrongWith(appeal.text);
          written.complain(wrong);
          if (!wrong) walk.next();
        },
      },
      { label: say("button.back"), go: walk.back },
    ],
  });
}

/** What is wrong with a text, in a sentence; nothing if it can be sent. */
export function wrongWith(text: string): string {
  if (!text.trim()) return say("text.empty");
  return text.length > LONGEST_TEXT ? say("text.long", { number: LONGEST_TEXT }) : "";
}

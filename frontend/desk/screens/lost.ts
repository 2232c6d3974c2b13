/** What somebody does whose device was lost: it is not done here, and the page says where. */
import { button } from "../page/acting.ts";
import { make } from "../page/elements.ts";
import type { Screen } from "../page/frame.ts";
import { texts } from "../texts.ts";

export function lostScreen(back: () => void): Screen {
  const steps = texts.lost.steps.map((step) => make("li", {}, step));
  return {
    title: texts.lost.title,
    parts: [
      make(
        "div",
        { class: "stack reading" },
        make("p", {}, texts.lost.first),
        make("ol", { class: "steps" }, ...steps),
        make("p", {}, texts.lost.after),
        button(texts.lost.back, back),
      ),
    ],
  };
}

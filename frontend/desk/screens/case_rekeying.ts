/** That a lost key could read what is written next, and the act that ends it. */
import { button, say } from "../page/acting.ts";
import { make, notice } from "../page/elements.ts";
import { counted, texts } from "../texts.ts";
import type { CaseView } from "./case_view.ts";
import { mustRekey } from "./queue_row.ts";

export function rekeyingPart(view: CaseView): HTMLElement {
  const act = button(
    texts.reseal.act,
    async () => {
      await view.reseal();
      say(counted(texts.reseal.done, 1));
    },
    "main",
  );
  const whole = notice(
    "now",
    make("h2", { class: "notice__title" }, texts.reseal.sign),
    make("p", {}, texts.reseal.here),
    make("p", {}, texts.reseal.stays),
    make("div", { class: "buttons" }, act),
  );
  view.watch(() => (whole.hidden = !mustRekey(view.opened.row)));
  return whole;
}

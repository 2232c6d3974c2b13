/** What somebody should know before the first word, and who to call in danger. */
import { listed, made, paragraph, part } from "../elements.ts";
import { numbersAgain } from "../facts.ts";
import { show } from "../showing.ts";
import { say } from "../texts.ts";
import type { Walk } from "./walk.ts";

export function showBefore({ facts, next, back }: Walk): void {
  const { insideCountry, name, neverAsk, onion } = facts;
  show({
    heading: say("before.heading"),
    content: [
      part(
        say("before.risk"),
        made("p", { class: "notice" }, insideCountry),
        paragraph(say("before.tor")),
        onion ? made("p", {}, say("before.onion"), " ", made("span", { class: "exact" }, onion)) : undefined,
      ),
      part(
        say("before.exit"),
        paragraph(say("before.exit.does")),
        paragraph(say("before.exit.not")),
        paragraph(say("before.lost")),
      ),
      part(say("before.never"), paragraph(neverAsk)),
      part(say("before.who"), paragraph(say("before.who.text", { name })), paragraph(say("before.time"))),
    ],
    buttons: [
      { label: say("before.next"), go: next },
      { label: say("button.back"), go: back },
    ],
  });
}

export function showDanger({ next, back }: Walk): void {
  const numbers = numbersAgain();
  show({
    heading: say("danger.heading"),
    content: [numbers, paragraph(say("danger.text"))],
    buttons: [
      { label: say("danger.next"), go: next },
      { label: say("button.back"), go: back },
    ],
  });
}

export function showInside({ facts, next, back }: Walk): void {
  show({
    heading: say("inside.heading", { nation: facts.nation }),
    content: [
      made("p", { class: "notice" }, facts.insideCountry),
      paragraph(facts.insideAdvice),
      facts.onion
        ? listed([made("span", {}, say("before.onion"), " ", made("span", { class: "exact" }, facts.onion))])
        : undefined,
    ],
    buttons: [
      { label: say("inside.next"), go: next },
      { label: say("button.back"), go: back },
    ],
  });
}

/** Where else there is help, when nothing can be taken here. */
import { type Child, listed, made, paragraph, part } from "./elements.ts";
import { type Facts, numbersAgain } from "./facts.ts";
import { type Button, show } from "./showing.ts";
import { type Key, say, sayDay, today } from "./texts.ts";

const PAGES = ["guides", "help", "contact", "emergency", "safety", "verify"] as const;

/** Links to the pages of the public site that help further. */
export function onward({ site, language }: Facts): Child {
  const links = PAGES.map((page) =>
    made("a", { href: `${site}/${language}/${page}/`, rel: "noreferrer" }, say(`links.${page}` as Key)),
  );
  return listed(links);
}

export interface Instead {
  heading: Key;
  text: Key;
  /** What is wrong may be the date of the device. */
  asksForClock?: boolean;
  /** Something was written already, and is lost by a link that leads away. */
  hasText?: boolean;
  buttons: Button[];
}

/** Numbers, guides and channels in place of what cannot be done. No error: nobody did anything wrong. */
export function showInstead(facts: Facts, instead: Instead): void {
  show({
    heading: say(instead.heading),
    content: [
      paragraph(say(instead.text)),
      instead.hasText ? paragraph(say("nobody.kept")) : undefined,
      part(say("nobody.call"), numbersAgain()),
      part(say("nobody.else"), onward(facts), instead.hasText ? paragraph(say("links.leaves")) : undefined),
      paragraph(say("nobody.later")),
      instead.asksForClock ? paragraph(say("nobody.clock", { day: sayDay(today()) })) : undefined,
    ],
    buttons: instead.buttons,
  });
}

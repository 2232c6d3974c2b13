/** The phrase: six words on paper, typed once more before anything rests on them. */
import { toBase64 } from "../../sealing/index.ts";
import { newPhrase, stretched, tidyPhrase } from "../keeping/phrase.ts";
import { acting, button, say, submit } from "../page/acting.ts";
import { make } from "../page/elements.ts";
import { form, textField } from "../page/fields.ts";
import type { Screen } from "../page/frame.ts";
import { language, loadWords, texts } from "../texts.ts";
import { Refused } from "../wire/errors.ts";
import type { Making } from "./enrolling.ts";

interface Phrase {
  making: Making;
  next: () => void;
  place: HTMLElement;
  words: string[];
}

export function phraseStep(making: Making, next: () => void): Screen {
  const step: Phrase = { making, next, place: make("div", { class: "reading stack" }), words: [] };
  void acting(step.place, async () => {
    step.words = newPhrase(await loadWords(language));
    showPhrase(step);
  });
  return { title: texts.enrol.phraseTitle, parts: [step.place] };
}

function showPhrase(step: Phrase): void {
  const words = step.words.map((word) => make("li", {}, word));
  const written = button(texts.enrol.written, () => askPhrase(step), "main");
  step.place.replaceChildren(
    make("p", {}, texts.enrol.phraseFirst),
    make("ol", { class: "phrase exact" }, ...words),
    make("div", { class: "buttons" }, written, button(texts.enrol.skip, step.next)),
  );
}

function askPhrase(step: Phrase): void {
  const field = textField(texts.enrol.phraseAgain, { hint: texts.enrol.phraseAgainHint });
  const back = button(texts.enrol.showAgain, () => showPhrase(step));
  const whole = form(
    () => void acting(whole, () => keepPhrase(step, field.control.value)),
    field.whole,
    make("div", { class: "buttons" }, submit(texts.enrol.confirm), back),
  );
  step.place.replaceChildren(whole);
  field.control.focus();
}

async function keepPhrase(step: Phrase, typed: string): Promise<void> {
  const { making, words, next } = step;
  if (tidyPhrase(typed) !== tidyPhrase(words.join(" "))) throw new Refused(texts.enrol.phraseOther);
  say(texts.enrol.phraseKeeping);
  const bundle = await stretched("protect", making.bundle, typed);
  await stretched("open", bundle, typed);
  making.bundles.phrase = toBase64(bundle);
  making.confirmed.add("phrase");
  step.words = [];
  next();
}

/** Enrolling: keys are made here, kept in two or three ways, each tried out, and then told. */
import { bundleOf, newMemberKeys } from "../../sealing/index.ts";
import type { Bytes, MemberKeys } from "../../sealing/index.ts";
import { knowsPasskeys } from "../keeping/bundles.ts";
import { acting, button, submit } from "../page/acting.ts";
import { items, make, notice, part } from "../page/elements.ts";
import { form, secretField, textField } from "../page/fields.ts";
import { type Screen, show } from "../page/frame.ts";
import { fill, texts } from "../texts.ts";
import { type Bundles, type Keeping, enrol } from "../wire/desk.ts";
import { Refused, WireError } from "../wire/errors.ts";
import { paperStep } from "./enrolling_paper.ts";
import { passkeyStep } from "./enrolling_passkey.ts";
import { phraseStep } from "./enrolling_phrase.ts";
import { fingerprintBlock } from "./fingerprint.ts";

/** Keys that are being made; nobody else has them yet. */
export interface Making {
  keys: MemberKeys;
  bundle: Bytes;
  bundles: Bundles;
  confirmed: Set<Keeping>;
}

/** One way to keep the keys: `next` goes on, whether it was confirmed or left out. */
export type Step = (making: Making, next: () => void) => Screen;

const ENOUGH = 2;

export function enrolScreen(back: () => void): Screen {
  const begin = async (): Promise<void> => {
    const keys = await newMemberKeys();
    const bundles = { phrase: "", passkey: "", paper: "" };
    const making = { keys, bundle: bundleOf(keys), bundles, confirmed: new Set<Keeping>() };
    walk(making, steps(), back);
  };
  return {
    title: texts.enrol.title,
    parts: [
      make(
        "div",
        { class: "reading stack" },
        make("p", {}, texts.enrol.first),
        make("p", {}, texts.enrol.why),
        part(texts.enrol.needTitle, items(texts.enrol.need)),
        make(
          "div",
          { class: "buttons" },
          button(texts.enrol.begin, begin, "main"),
          button(texts.lost.back, back),
        ),
      ),
    ],
  };
}

function steps(): Step[] {
  return knowsPasskeys() ? [phraseStep, paperStep, passkeyStep] : [phraseStep, paperStep];
}

function walk(making: Making, [step, ...others]: Step[], back: () => void): void {
  if (step) show(step(making, () => walk(making, others, back)));
  else if (making.confirmed.size >= ENOUGH) show(sendScreen(making, back));
  else show(tooFewScreen(making, back));
}

function tooFewScreen(making: Making, back: () => void): Screen {
  const left = steps().filter((step) => !making.confirmed.has(wayOf(step)));
  return {
    title: texts.enrol.tooFewTitle,
    parts: [
      make(
        "div",
        { class: "reading stack" },
        notice("now", make("p", {}, fill(texts.enrol.tooFew, { count: making.confirmed.size }))),
        button(texts.enrol.again, () => walk(making, left, back), "main"),
      ),
    ],
  };
}

function wayOf(step: Step): Keeping {
  if (step === phraseStep) return "phrase";
  return step === paperStep ? "paper" : "passkey";
}

function sendScreen(making: Making, back: () => void): Screen {
  const name = textField(texts.signIn.name);
  const password = secretField(texts.signIn.password);
  const code = textField(texts.enrol.code, { hint: texts.enrol.codeHint });
  const send = async (): Promise<void> => {
    const { keys, bundles, confirmed } = making;
    if (!code.control.value.trim()) throw new Refused(texts.enrol.noCode);
    const handed = enrol({
      name: name.control.value.trim(),
      password: password.control.value,
      code: code.control.value.trim(),
      recipient: keys.recipient,
      verify: keys.verify,
      bundles,
      confirmed: [...confirmed],
    });
    await handed.catch((error: unknown) => {
      const isWrong = error instanceof WireError && error.word === "unknown";
      throw isWrong ? new Refused(texts.enrol.wrongCode) : error;
    });
    making.bundle.fill(0);
    keys.seed.fill(0);
    show(doneScreen(await fingerprintBlock(keys.recipient, keys.verify), back));
  };
  const ways = [...making.confirmed].map((way) => texts.enrol.ways[way]);
  const whole = form(
    () => void acting(whole, send),
    name.whole,
    password.whole,
    code.whole,
    make("div", { class: "buttons" }, submit(texts.enrol.send)),
  );
  const kept = part(texts.enrol.keptTitle, items(ways));
  return {
    title: texts.enrol.sendTitle,
    parts: [make("div", { class: "narrow stack" }, kept, whole)],
  };
}

function doneScreen(words: HTMLElement, back: () => void): Screen {
  return {
    title: texts.enrol.doneTitle,
    parts: [
      make(
        "div",
        { class: "reading stack" },
        make("p", {}, texts.enrol.done),
        words,
        make("p", {}, texts.enrol.doneNext),
        button(texts.enrol.toSignIn, back, "main"),
      ),
    ],
  };
}

/** The printed recovery: a key on a sheet of paper, typed once from it before it counts. */
import {
  newIdentity,
  openByIdentity,
  protectByRecipient,
  recipientOf,
  toBase64,
} from "../../sealing/index.ts";
import { paperGroups, tidyPaper } from "../keeping/bundles.ts";
import { acting, button, submit } from "../page/acting.ts";
import { make, quiet } from "../page/elements.ts";
import { areaField, form } from "../page/fields.ts";
import type { Screen } from "../page/frame.ts";
import { dayText, fill, texts, today } from "../texts.ts";
import { Refused } from "../wire/errors.ts";
import type { Making } from "./enrolling.ts";

interface Paper {
  making: Making;
  next: () => void;
  place: HTMLElement;
  identity: string;
}

export function paperStep(making: Making, next: () => void): Screen {
  const step: Paper = {
    making,
    next,
    place: make("div", { class: "reading stack" }),
    identity: "",
  };
  void acting(step.place, async () => {
    step.identity = await newIdentity();
    showPaper(step);
  });
  return { title: texts.enrol.paperTitle, parts: [step.place] };
}

function showPaper(step: Paper): void {
  step.place.replaceChildren(
    make("p", {}, texts.enrol.paperFirst),
    sheet(step.identity),
    make(
      "div",
      { class: "buttons" },
      button(texts.enrol.print, () => print()),
      button(texts.enrol.onPaper, () => askPaper(step), "main"),
      button(texts.enrol.skip, step.next),
    ),
  );
}

function askPaper(step: Paper): void {
  const field = areaField(texts.enrol.paperAgain, {
    hint: texts.enrol.paperAgainHint,
    attributes: { rows: "3", autocapitalize: "characters", class: "exact" },
  });
  const back = button(texts.enrol.showAgain, () => showPaper(step));
  const whole = form(
    () => void acting(whole, () => keepPaper(step, field.control.value)),
    field.whole,
    make("div", { class: "buttons" }, submit(texts.enrol.confirm), back),
  );
  step.place.replaceChildren(whole);
  field.control.focus();
}

async function keepPaper(step: Paper, typed: string): Promise<void> {
  const { making, identity, next } = step;
  const bundle = await protectByRecipient(making.bundle, await recipientOf(identity));
  await openByIdentity(bundle, tidyPaper(typed)).catch(() => {
    throw new Refused(texts.enrol.paperOther);
  });
  making.bundles.paper = toBase64(bundle);
  making.confirmed.add("paper");
  step.identity = "";
  next();
}

/** What the printer gets, and nothing else of the page. It names nobody and no embassy. */
function sheet(identity: string): HTMLElement {
  const lines = paperGroups(identity).map((group) => make("li", {}, group));
  return make(
    "section",
    { class: "sheet", "aria-label": texts.enrol.sheetTitle },
    make("p", { class: "sheet__title" }, texts.enrol.sheetTitle),
    make("ol", { class: "sheet__key exact" }, ...lines),
    quiet(fill(texts.enrol.sheetFoot, { day: dayText(today()) })),
  );
}

/** From the first question to the wiped page. */
import { makeAhead } from "../ahead.ts";
import { type Appeal, newAppeal } from "../appeal.ts";
import type { Box } from "../box.ts";
import { type Duty, isAttended, onDuty } from "../duty.ts";
import { paragraph } from "../elements.ts";
import type { Facts } from "../facts.ts";
import { askWhile, onWipe, wipe } from "../leaving.ts";
import { showInstead } from "../links.ts";
import { type Posting, sealAnew } from "../posting.ts";
import { show } from "../showing.ts";
import { beginSolving } from "../solving.ts";
import { say } from "../texts.ts";
import { showBefore, showDanger, showInside } from "./before.ts";
import { showCheck } from "./check.ts";
import { showCode } from "./code.ts";
import { showDeadline } from "./deadline.ts";
import { showFiles } from "./files.ts";
import { showClass, showCountry, showDesk, showLanguage, showRefer, showType } from "./questions.ts";
import { insteadOf, send } from "./sending.ts";
import { sendFiles } from "./sendingfiles.ts";
import { showText } from "./text.ts";
import { type Step, type Walk, neighbour, placeOf } from "./walk.ts";

const SCREENS: Record<Exclude<Step, "check">, (walk: Walk) => void> = {
  before: showBefore,
  desk: showDesk,
  class: showClass,
  danger: showDanger,
  deadline: showDeadline,
  type: showType,
  country: showCountry,
  inside: showInside,
  language: showLanguage,
  refer: showRefer,
  text: showText,
  files: showFiles,
};

interface Writing {
  facts: Facts;
  appeal: Appeal;
  posting: Posting;
  start: () => void;
  /** Those on duty when the desk was chosen. Before it is sealed they are asked for again. */
  duty?: Duty;
}

let writing: Writing | undefined;

// What was sealed and not wiped yet may have arrived, under a code that nobody has on paper.
askWhile(() => Boolean(writing?.appeal.text.trim() || writing?.appeal.files.length || writing?.posting.sealed));
onWipe(() => {
  if (writing) Object.assign(writing.appeal, newAppeal(""));
  if (writing) Object.assign(writing.posting, { sealed: undefined, older: [] });
  writing = undefined;
});

/** Begin to write, or go on with what was begun. `start` leads back to the first screen. */
export function write(facts: Facts, start: () => void): void {
  writing ??= { facts, appeal: newAppeal(facts.language), posting: { sealed: undefined, older: [] }, start };
  go(writing, "before");
}

function go(writing: Writing, step: Step): void {
  const { facts, appeal, posting, start } = writing;
  const place = placeOf(appeal, step);
  const to = (other: Step | undefined): void => (other ? go(writing, other) : start());
  const walk: Walk = {
    facts,
    appeal,
    to,
    back: () => to(neighbour(appeal, step, -1)),
    next: () => (step === "desk" ? void begin(writing, walk) : to(neighbour(appeal, step, 1))),
    place: place ? say("place", { number: place[0], all: place[1] }) : "",
    hasEscrow: Boolean(writing.duty?.roster.escrow),
  };
  if (step === "check") return showCheck(walk, () => void send(walk, posting, (box) => arrived(writing, box)));
  // Whatever is changed from here on is another text than the one that may have been sealed.
  sealAnew(posting);
  if (writing.duty) makeAhead(facts, appeal.desk, writing.duty);
  SCREENS[step](walk);
}

/** Before anybody writes a word: is there somebody who could open it? */
async function begin(writing: Writing, walk: Walk): Promise<void> {
  const { facts, appeal, start } = writing;
  const buttons = [
    { label: say("button.again"), go: () => begin(writing, walk) },
    { label: say("button.start"), go: start },
  ];
  try {
    const duty = await onDuty(facts);
    if (!isAttended(duty, appeal.desk)) {
      return showInstead(facts, { heading: "nobody.heading", text: "nobody.text", buttons });
    }
    writing.duty = duty;
  } catch (error) {
    const instead = insteadOf(error);
    if (instead) return showInstead(facts, { ...instead, buttons });
    // On a bad line one may write all the same; before it is sealed the list is asked for again.
  }
  beginSolving(facts);
  walk.to(neighbour(appeal, "desk", 1) ?? "text");
}

function arrived(writing: Writing, box: Box): void {
  const { facts, appeal, posting } = writing;
  const secret = posting.sealed?.secret;
  if (!secret) return;
  const sending = sendFiles(facts, box, appeal.files);
  const { told } = sending;
  const handing = { facts, secret, told, done: (isComingBack: boolean) => finish(isComingBack) };
  const finish = (isComingBack: boolean): void => {
    if (sending.isDone()) return showDone(isComingBack);
    show({
      heading: say("waiting.heading"),
      content: [told, paragraph(say("waiting.text"))],
      buttons: [
        { label: say("waiting.stay"), go: () => showCode(handing) },
        { label: say("waiting.go"), go: () => sending.giveUp().then(() => showDone(isComingBack)) },
      ],
    });
  };
  showCode(handing);
}

/** Nothing is left on the page but what to do next. */
function showDone(isComingBack: boolean): void {
  wipe();
  const after = isComingBack ? [say("done.return"), say("done.deletion")] : [say("done.never")];
  show({
    heading: say("done.heading"),
    content: [say("done.wiped"), ...after].map((text) => paragraph(text)),
    buttons: [{ label: say("button.leave"), go: () => document.querySelector<HTMLElement>("a[data-exit]")?.click() }],
  });
}

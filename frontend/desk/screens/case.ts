/** One appeal: what was written, the answer, and beside it what is agreed and who else is here. */
import { type Opened, openCase } from "../cases/opening.ts";
import { acting, button, say } from "../page/acting.ts";
import type { Desk } from "../page/desk.ts";
import { make, quiet } from "../page/elements.ts";
import type { Screen } from "../page/frame.ts";
import { fill, texts } from "../texts.ts";
import { WireError } from "../wire/errors.ts";
import { answerPart } from "./case_answer.ts";
import { closingPart } from "./case_closing.ts";
import { factsPart } from "./case_facts.ts";
import { handingPart } from "./case_handing.ts";
import { notesPart } from "./case_notes.ts";
import { rekeyingPart } from "./case_rekeying.ts";
import { referralsPart } from "./case_referrals.ts";
import { tasksPart } from "./case_tasks.ts";
import { threadPart } from "./case_thread.ts";
import { CaseView } from "./case_view.ts";
import { dueOf, shortRef, titleOf } from "./queue_row.ts";

const AGAIN_MS = 20_000;

export function caseScreen(desk: Desk, ref: string): Screen {
  const place = make("div", { class: "case" }, quiet(texts.case.opening));
  const due = make("div", { class: "case__due" });
  let view: CaseView | undefined;
  let isLeft = false;
  const again = async (): Promise<void> => {
    const isNew = await view?.refresh().catch(() => false);
    if (isNew && !isLeft) say(texts.case.newLetter);
    await view?.tellEscrow().catch(() => undefined);
  };
  const timer = setInterval(() => void again(), AGAIN_MS);
  void acting(place, async () => {
    const opened = await openedOr(desk, ref);
    if (!opened || isLeft) return;
    view = new CaseView(desk, opened);
    draw(view, place, due);
    // That somebody has a danger case they say themselves; any other is had by who opens it.
    if (opened.row.state === "new" && !opened.row.due) await view.acknowledge();
    await view.tellEscrow();
  });
  return {
    title: headingOf(desk, ref),
    lead: [due, button(texts.case.back, () => desk.toQueue(), "link")],
    parts: [place],
    onLeave: () => {
      isLeft = true;
      clearInterval(timer);
    },
  };
}

/** The case; nothing if it is not there any more, which the queue then says. */
async function openedOr(desk: Desk, ref: string): Promise<Opened | undefined> {
  const row = desk.queue.find((each) => each.ref === ref);
  try {
    if (row) return await openCase(desk.session, row, desk.opened.get(ref));
  } catch (error) {
    if (!(error instanceof WireError) || error.word !== "unknown") throw error;
  }
  gone(desk, ref);
  return undefined;
}

function draw(view: CaseView, place: HTMLElement, due: HTMLElement): void {
  const acts = [referralsPart(view), handingPart(view), closingPart(view)];
  const main = [
    rekeyingPart(view),
    threadPart(view),
    answerPart(view),
    make("div", { class: "case__acts" }, ...acts),
  ];
  place.replaceChildren(
    make("div", { class: "case__facts" }, factsPart(view)),
    make("div", { class: "case__main" }, ...main),
    make("div", { class: "case__side" }, tasksPart(view), notesPart(view)),
  );
  dueBlock(view, due);
}

function headingOf(desk: Desk, ref: string): string {
  const row = desk.queue.find((each) => each.ref === ref);
  const number = fill(texts.case.number, { ref: shortRef(ref) });
  return row ? `${titleOf(row)}, ${number}` : number;
}

/** Somebody must say that they have it, until a minute that is named. */
function dueBlock(view: CaseView, place: HTMLElement): void {
  const line = make("p", { class: "cases__due" });
  const take = button(
    texts.queue.take,
    async () => {
      await view.acknowledge();
      say(texts.queue.taken);
    },
    "main",
  );
  place.append(line, take);
  view.watch(() => {
    line.textContent = dueOf(view.opened.row);
    place.hidden = line.textContent === "";
  });
}

/** The person or the clock deleted it, or it was handed to somebody else. */
function gone(desk: Desk, ref: string): void {
  desk.opened.delete(ref);
  desk.queue = desk.queue.filter((row) => row.ref !== ref);
  desk.toQueue(texts.case.gone);
}

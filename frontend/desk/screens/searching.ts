/** Searching in the cases that this member can open. They are opened here, and nobody is asked. */
import { wordsOf } from "../cases/letters.ts";
import { openCase, openWhole } from "../cases/opening.ts";
import type { Waiting } from "../cases/queue.ts";
import { noteTurns } from "../cases/turns.ts";
import { acting, button, say, submit } from "../page/acting.ts";
import type { Desk } from "../page/desk.ts";
import { make, quiet } from "../page/elements.ts";
import { form, textField } from "../page/fields.ts";
import type { Screen } from "../page/frame.ts";
import { counted, fill, texts } from "../texts.ts";
import { wholeCases } from "../wire/desk.ts";
import { shortRef, titleOf } from "./queue_row.ts";

const TOGETHER = 50;
const AT_ONCE = 3;

export function searchScreen(desk: Desk): Screen {
  const field = textField(texts.search.what, {
    hint: texts.search.hint,
    attributes: { type: "search" },
  });
  const list = make("ul", { class: "cases" });
  let isLeft = false;

  const look = async (): Promise<void> => {
    if (!field.control.value.trim()) return;
    await openAll(desk, () => isLeft);
    const found = desk.finder.find(field.control.value);
    list.replaceChildren(...found.map(({ ref, around }) => foundItem(desk, ref, around)));
    say(found.length ? counted(texts.search.found, found.length) : texts.search.none);
  };
  const whole = form(
    () => void acting(whole, look),
    make("div", { class: "beside" }, field.whole, submit(texts.search.act)),
  );
  whole.setAttribute("role", "search");
  return {
    title: texts.search.title,
    parts: [make("div", { class: "stack reading" }, whole, quiet(texts.search.said)), list],
    onLeave: () => {
      isLeft = true;
    },
  };
}

function foundItem(desk: Desk, ref: string, around: string): HTMLElement {
  const row = desk.queue.find((each) => each.ref === ref);
  const title = row ? titleOf(row) : fill(texts.case.number, { ref: shortRef(ref) });
  const open = button(title, () => desk.toCase(ref), "link");
  open.classList.add("cases__title");
  return make(
    "li",
    { class: "cases__item" },
    make("div", { class: "cases__age" }, fill(texts.case.number, { ref: shortRef(ref) })),
    make(
      "div",
      { class: "cases__text" },
      make("h2", { class: "cases__heading" }, open),
      make("p", { class: "typed" }, around),
    ),
  );
}

/**
 * Open what is not open yet, many at a time. New appeals are left closed: to be read by nobody is
 * what calls the next on duty.
 */
async function openAll(desk: Desk, isLeft: () => boolean): Promise<void> {
  const waiting = desk.queue.filter(({ ref, state }) => state !== "new" && !desk.finder.has(ref));
  const count = waiting.length;
  let done = 0;
  const work = async (): Promise<void> => {
    while (waiting.length && !isLeft()) {
      const rows = waiting.splice(0, TOGETHER);
      await openTogether(desk, rows);
      done += rows.length;
      say(fill(texts.search.opening, { done, count }));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}

async function openTogether(desk: Desk, rows: readonly Waiting[]): Promise<void> {
  const wholes = await wholeCases(rows.map(({ ref }) => ref));
  const opening = rows.map(async (row) => {
    const whole = wholes.find(({ ref }) => ref === row.ref);
    const way = whole ? openWhole(desk.session, row, whole) : openCase(desk.session, row);
    const opened = await way.catch(() => undefined);
    if (!opened) return;
    desk.opened.set(row.ref, opened);
    noteTurns(opened);
    desk.finder.put(row.ref, wordsOf(opened));
  });
  await Promise.all(opening);
}

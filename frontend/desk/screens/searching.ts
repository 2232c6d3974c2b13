/** Searching in the cases that this member can open. They are opened here, and nobody is asked. */
import { wordsOf } from "../cases/letters.ts";
import { openCase } from "../cases/opening.ts";
import { acting, button, say, submit } from "../page/acting.ts";
import type { Desk } from "../page/desk.ts";
import { make, quiet } from "../page/elements.ts";
import { form, textField } from "../page/fields.ts";
import type { Screen } from "../page/frame.ts";
import { counted, fill, texts } from "../texts.ts";
import { shortRef, titleOf } from "./queue_row.ts";

const AT_ONCE = 6;

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
 * Open what is not open yet, a few at a time. New appeals are left closed: to be read by nobody is
 * what calls the next on duty.
 */
async function openAll(desk: Desk, isLeft: () => boolean): Promise<void> {
  const waiting = desk.queue.filter(({ ref, state }) => state !== "new" && !desk.finder.has(ref));
  let done = 0;
  const work = async (): Promise<void> => {
    for (let row = waiting.pop(); row && !isLeft(); row = waiting.pop()) {
      const opened = await openCase(desk.session, row).catch(() => undefined);
      if (opened) {
        desk.opened.set(row.ref, opened);
        desk.finder.put(row.ref, wordsOf(opened));
      }
      done += 1;
      say(fill(texts.search.opening, { done, count: done + waiting.length }));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}

/** The conversation: each letter with who wrote it and how that is known, and what is wrong. */
import type { Content, JsonObject, OpenedLetter, Problem } from "../../sealing/index.ts";
import { formOf, isAboutKeys, passedFrom, textIn } from "../cases/letters.ts";
import { lettersOf } from "../cases/opening.ts";
import { button } from "../page/acting.ts";
import { facts, make, newId, notice, part, typed } from "../page/elements.ts";
import { dayText, deadlineText, fill, named, texts } from "../texts.ts";
import { attachmentList } from "./case_attachments.ts";
import type { CaseView } from "./case_view.ts";

export function threadPart(view: CaseView): HTMLElement {
  const place = make("div", { class: "thread" });
  view.watchThread("case", () => place.replaceChildren(...entriesOf(view)));
  return part(texts.case.letters, place, readButton(view));
}

/** Letters and problems in one order: what is wrong stands where it was noticed. */
function entriesOf(view: CaseView): HTMLElement[] {
  const { letters, problems } = view.opened.threads.case;
  const places = new Map(lettersOf(view.opened.answer, "case").map(({ id }, place) => [id, place]));
  const left = [...problems];
  const taken = (is: (problem: Problem) => boolean): HTMLElement[] => {
    const found = left.filter(is);
    for (const problem of found) left.splice(left.indexOf(problem), 1);
    return found.map(problemNotice);
  };
  const entries = letters.flatMap((letter) => {
    const place = places.get(letter.id) ?? 0;
    const { seq } = letter.content;
    const isHere = (problem: Problem): boolean =>
      problem.place === undefined ? (problem.to ?? 0) < seq : problem.place <= place;
    return [...taken(isHere), letterArticle(view, letter)];
  });
  return [...entries, ...taken(() => true)];
}

export function problemNotices(problems: readonly Problem[]): HTMLElement[] {
  return problems.map(problemNotice);
}

function problemNotice(problem: Problem): HTMLElement {
  const { title, said } = texts.problems[problem.word];
  const which = problem.word === "missing" ? problem.seq : undefined;
  const heading =
    which === undefined ? title : fill(texts.problems.numbered, { title, seq: spanOf(problem) });
  return notice("now", make("p", { class: "notice__title" }, heading), make("p", {}, said));
}

function spanOf({ seq = 0, to = seq }: Problem): string {
  return to > seq ? `${seq}–${to}` : String(seq);
}

function letterArticle(view: CaseView, letter: OpenedLetter): HTMLElement {
  const { content } = letter;
  const id = newId();
  const head = make(
    "header",
    { class: "letter__head" },
    make("h3", { id }, writerOf(view, letter)),
    make(
      "p",
      { class: "letter__day" },
      fill(texts.case.dayAndNumber, { day: dayText(content.day), seq: content.seq }),
    ),
    make("p", { class: "letter__mark" }, markOf(letter)),
  );
  return make(
    "article",
    { class: `letter letter--${content.from} letter--${content.kind}`, "aria-labelledby": id },
    head,
    passedNotice(content),
    ...bodyOf(view, letter),
    content.attachments.length > 0 && attachmentList(view, content),
  );
}

export function writerOf({ desk }: CaseView, { content }: OpenedLetter): string {
  if (content.from === "person") return texts.case.person;
  return content.kid === desk.session.kid ? texts.case.youWrote : desk.session.nameOf(content.kid);
}

/** What was copied from another embassy is the person’s word alone. */
function passedNotice({ from, body }: Content): HTMLElement | false {
  const embassy = from === "person" ? passedFrom(body) : "";
  return embassy !== "" && notice("quiet", make("p", {}, fill(texts.case.passedOn, { embassy })));
}

/** How it is known who wrote it; and that the server saw it, where it was sealed there. */
function markOf({ content }: OpenedLetter): string {
  if (textIn(content.body, "sealed_at") === "server") return texts.case.sealedAtServer;
  return content.from === "person" ? texts.case.provedPerson : texts.case.provedMember;
}

function bodyOf(view: CaseView, { content }: OpenedLetter): HTMLElement[] {
  const { body, kind } = content;
  if (kind === "form") return formBody(view);
  if (kind === "status" && !textIn(body, "text"))
    return [make("p", {}, named(texts.statuses, textIn(body, "state")))];
  if (kind === "ack") return [make("p", {}, ackText(body))];
  const text = textIn(body, "text");
  return text ? [typed(text, languageOf(view, content))] : [];
}

function ackText(body: JsonObject): string {
  const day = textIn(body, "escrow");
  return day ? fill(texts.case.toldEscrow, { day: dayText(day) }) : texts.case.acknowledged;
}

/** The language of a text, so that it is read aloud in it: what a person writes is in theirs. */
function languageOf({ form }: CaseView, { from }: Content): string | undefined {
  return from === "person" ? form?.language || undefined : undefined;
}

function formBody({ opened }: CaseView): HTMLElement[] {
  const form = formOf(opened);
  if (!form) return [];
  const questions: { [code: string]: string } = texts.questions;
  const answers = form.answers.map(([question, answer]): [string, HTMLElement] => {
    return [questions[question] ?? question, typed(answer, form.language)];
  });
  const deadline: [string, string][] = form.deadline
    ? [[texts.case.deadline, deadlineText(form.deadline)]]
    : [];
  return [
    typed(form.text, form.language),
    facts([...deadline, ...answers], "facts facts--stacked"),
  ];
}

/** Tell the person that their letter was read, before there is an answer. */
function readButton(view: CaseView): HTMLElement {
  const tell = button(texts.case.tellRead, () => {
    const seq = lastOf(view)?.seq ?? 0;
    return view.write({ stream: "case", kind: "ack", body: { seq } });
  });
  const place = make("div", { class: "buttons" }, tell);
  view.watch(() => {
    const waits = lastOf(view)?.from === "person" && view.opened.answer.state !== "closed";
    place.hidden = !waits;
  });
  return place;
}

/** The last letter of what is talked about. */
function lastOf({ opened }: CaseView): Content | undefined {
  const said = opened.threads.case.letters.filter(({ content }) => !isAboutKeys(content));
  return said[said.length - 1]?.content;
}

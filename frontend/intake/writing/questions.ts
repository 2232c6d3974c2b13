/** The questions, one a screen. Each can be skipped: what is skipped stays as if nothing was asked. */
import { TYPES, type Class } from "../appeal.ts";
import { type Choice, type Choices, box, choices, why } from "../fields.ts";
import type { Child } from "../elements.ts";
import { type Button, show } from "../showing.ts";
import { type Key, say } from "../texts.ts";
import type { Walk } from "./walk.ts";

export function showDesk(walk: Walk): void {
  const offered = (["help", "press"] as const).map((value) => ({
    value,
    label: say(`desk.${value}`),
    hint: say(`desk.${value}.hint`),
  }));
  const chosen = choices("desk", offered, walk.appeal.desk);
  show({
    above: walk.place,
    heading: say("desk.heading"),
    content: [chosen.element, why("desk.why")],
    buttons: [
      { label: say("button.next"), go: () => choose(walk, chosen.value() || "help") },
      { label: say("button.back"), go: walk.back },
    ],
  });
}

function choose(walk: Walk, desk: string): void {
  const { appeal } = walk;
  // Danger is no class of the press desk, whose people no alarm calls.
  if (desk === "press" && appeal.class === "danger") appeal.class = "normal";
  appeal.desk = desk;
  walk.next();
}

export function showClass(walk: Walk): void {
  const { appeal } = walk;
  const values: Class[] = appeal.desk === "press" ? ["deadline", "normal"] : ["danger", "deadline", "normal"];
  const offered = values.map((value) => ({
    value,
    label: say(`class.${value}`),
    hint: value === "normal" ? "" : say(`class.${value}.hint`),
  }));
  const chosen = choices("class", offered, appeal.class === "normal" ? "" : appeal.class);
  ask(walk, {
    heading: say("class.heading"),
    content: [chosen.element, why("class.why")],
    take: () => {
      appeal.class = (chosen.value() || "normal") as Class;
      if (appeal.class !== "deadline") appeal.deadline = "";
    },
    skip: () => void (appeal.class = "normal"),
  });
}

export function showType(walk: Walk): void {
  const offered = TYPES.map((value) => ({ value, label: say(`type.${value}` as Key) }));
  askOne(walk, "type", offered, { read: () => walk.appeal.type, write: (value) => (walk.appeal.type = value) });
}

export function showLanguage(walk: Walk): void {
  const { appeal, facts } = walk;
  const offered = facts.languages.map(([value, label]) => ({ value, label }));
  askOne(walk, "language", offered, {
    read: () => appeal.language,
    write: (value) => (appeal.language = value || facts.language),
  });
}

export function showRefer(walk: Walk): void {
  const { appeal } = walk;
  const offered = (["no", "yes"] as const).map((value) => ({ value, label: say(`refer.${value}`) }));
  askOne(walk, "refer", offered, {
    read: () => (appeal.refer ? "yes" : "no"),
    write: (value) => (appeal.refer = value === "yes"),
  });
}

export function showCountry(walk: Walk): void {
  const { appeal, facts } = walk;
  const offered = [
    { value: "here", label: facts.territory },
    { value: "inside", label: facts.nation },
    { value: "other", label: say("country.other") },
  ];
  const chosen = choices("country", offered, appeal.place);
  const named = box({
    id: "country-name",
    label: say("country.name"),
    value: appeal.place === "other" ? appeal.country : "",
    className: "box--middle",
  });
  named.element.classList.add("field--of-choice");
  const showName = (): void => {
    named.element.hidden = chosen.value() !== "other";
  };
  chosen.element.addEventListener("change", showName);
  showName();
  ask(walk, {
    heading: say("country.heading"),
    content: [chosen.element, named.element, why("country.why")],
    take: () => {
      const countries: Record<string, string> = { here: facts.territory, inside: facts.nation };
      appeal.place = chosen.value();
      appeal.country = countries[appeal.place] ?? (appeal.place ? named.input.value.trim().slice(0, 100) : "");
    },
    skip: () => void (appeal.place = appeal.country = ""),
  });
}

interface Kept {
  read: () => string;
  write: (value: string) => void;
}

/** A question whose answer is one of several. */
function askOne(walk: Walk, name: "type" | "language" | "refer", offered: Choice[], kept: Kept): void {
  const chosen: Choices = choices(name, offered, kept.read());
  ask(walk, {
    heading: say(`${name}.heading`),
    content: [chosen.element, why(`${name}.why`)],
    take: () => void kept.write(chosen.value()),
    skip: () => void kept.write(""),
  });
}

export interface Question {
  heading: string;
  content: Child[];
  /** Keep the answer. Returns false to stay on the screen, having said what is wrong. */
  take: () => boolean | void;
  skip: () => void;
}

/** Show a question with its ways on: next, skip it, skip them all, back. */
export function ask(walk: Walk, question: Question): void {
  const { heading, content, take, skip } = question;
  const buttons: Button[] = [
    { label: say("button.next"), go: () => (take() === false ? undefined : walk.next()) },
    { label: say("button.back"), go: walk.back },
    {
      label: say("button.skip"),
      kind: "quiet",
      go: () => {
        skip();
        walk.next();
      },
    },
    { label: say("button.straight"), kind: "quiet", go: () => walk.to("text") },
  ];
  show({ above: walk.place, heading, content, buttons });
}

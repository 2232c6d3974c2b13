/** What will be sent, once more, and a way back to each answer. */
import { type Child, made, paragraph, quoted } from "../elements.ts";
import { show } from "../showing.ts";
import { type Key, say, sayDay } from "../texts.ts";
import { namesOf } from "./files.ts";
import { type Step, type Walk, stepsOf } from "./walk.ts";

export function showCheck(walk: Walk, send: () => void): void {
  const { appeal, facts } = walk;
  const nothing = say("check.nothing");
  const language = facts.languages.find(([code]) => code === appeal.language)?.[1] ?? nothing;
  const said: Partial<Record<Step, Child>> = {
    desk: say(`desk.${appeal.desk}` as Key),
    class: say(`class.${appeal.class}`),
    deadline: appeal.deadline ? sayDay(appeal.deadline) : nothing,
    type: appeal.type ? say(`type.${appeal.type}` as Key) : nothing,
    country: appeal.country || nothing,
    language,
    refer: say(appeal.refer ? "check.refer.yes" : "check.refer.no"),
    text: quoted(appeal.text),
    files: namesOf(appeal.files),
  };
  const rows = stepsOf(appeal).flatMap((step) => {
    const value = said[step];
    return value === undefined ? [] : [rowOf(walk, step, value)];
  });
  show({
    heading: say("check.heading"),
    content: [made("dl", { class: "answers" }, ...rows), paragraph(say("check.after"))],
    buttons: [
      { label: say("check.send"), go: send },
      { label: say("button.back"), go: walk.back },
    ],
  });
}

function rowOf(walk: Walk, step: Step, value: Child): HTMLElement {
  const label = say(`check.${step}` as Key);
  const change = made("button", { type: "button", class: "button button--quiet" }, say("check.change"), " ");
  change.append(made("span", { class: "visually-hidden" }, label));
  change.addEventListener("click", () => walk.to(step));
  return made(
    "div",
    { class: "answers__row" },
    made("dt", {}, label),
    made("dd", {}, value),
    made("dd", { class: "answers__change" }, change),
  );
}

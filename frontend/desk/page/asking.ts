/** Asking once more before something that cannot be taken back. */
import { texts } from "../texts.ts";
import { submit } from "./acting.ts";
import { type Child, make, newId } from "./elements.ts";
import { form } from "./fields.ts";

export interface Question {
  title: string;
  said: Child[];
  yes: string;
}

/** Show the question over the page; true if the answer is yes. */
export function asked({ title, said, yes }: Question): Promise<boolean> {
  const id = newId();
  const dialog = make("dialog", { class: "dialog", "aria-labelledby": id });
  return new Promise((answer) => {
    const no = make("button", { type: "button", class: "button button--plain" }, texts.asking.no);
    no.addEventListener("click", () => dialog.close());
    let isYes = false;
    const sure = form(
      () => {
        isYes = true;
        dialog.close();
      },
      make("h2", { id }, title),
      ...said,
      make("div", { class: "buttons" }, submit(yes), no),
    );
    dialog.append(sure);
    dialog.addEventListener("close", () => {
      dialog.remove();
      answer(isYes);
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

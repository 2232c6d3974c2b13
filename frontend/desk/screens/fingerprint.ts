/** The fingerprint of a key: eight words that are read out, the same in every language. */
import { fingerprint } from "../../sealing/index.ts";
import { make } from "../page/elements.ts";
import { loadWords, texts } from "../texts.ts";

const LANGUAGE = "en"; // one for all: two who compare must see the same words

let english: Promise<string[]> | undefined;

function englishWords(): Promise<string[]> {
  english ??= loadWords(LANGUAGE).catch((error: unknown) => {
    english = undefined; // to be asked for again: the line may have been cut
    throw error;
  });
  return english;
}

/** The words of a key, as somebody reads them out. */
export async function fingerprintBlock(recipient: string, verify: string): Promise<HTMLElement> {
  const words = await fingerprint(recipient, verify, await englishWords());
  return make(
    "figure",
    { class: "fingerprint" },
    make("figcaption", {}, texts.enrol.fingerprint),
    make(
      "ol",
      { class: "fingerprint__words exact", lang: LANGUAGE },
      ...words.map((word) => make("li", {}, word)),
    ),
  );
}

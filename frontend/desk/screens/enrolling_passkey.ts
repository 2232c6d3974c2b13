/** The passkey: made by the device or a stick, used twice before anything rests on it. */
import { newPasskey, openByPasskey, protectByPasskey, toBase64 } from "../../sealing/index.ts";
import { button, say } from "../page/acting.ts";
import { make } from "../page/elements.ts";
import type { Screen } from "../page/frame.ts";
import { texts } from "../texts.ts";
import { Refused } from "../wire/errors.ts";
import type { Making } from "./enrolling.ts";

export function passkeyStep(making: Making, next: () => void): Screen {
  const keep = async (): Promise<void> => {
    try {
      say(texts.enrol.passkeyAsks);
      const bundle = await protectByPasskey(making.bundle, await newPasskey(texts.frame.name));
      await openByPasskey(bundle);
      making.bundles.passkey = toBase64(bundle);
      making.confirmed.add("passkey");
    } catch {
      throw new Refused(texts.enrol.passkeyOther);
    }
    next();
  };
  return {
    title: texts.enrol.passkeyTitle,
    parts: [
      make(
        "div",
        { class: "reading stack" },
        make("p", {}, texts.enrol.passkeyFirst),
        make("p", {}, texts.enrol.passkeyThen),
        make(
          "div",
          { class: "buttons" },
          button(texts.enrol.makePasskey, keep, "main"),
          button(texts.enrol.skip, next),
        ),
      ),
    ],
  };
}

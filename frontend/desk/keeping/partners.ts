/** Partners: to whom a referral may go. Their keys are signed by the root, like the roster’s. */
import { isRecipient } from "../../sealing/index.ts";
import { isSigned } from "../../sealing/minisign.ts";
import { today } from "../texts.ts";
import { askBytes, askText } from "../wire/requests.ts";
import type { Office } from "./offices.ts";

export interface Partner {
  name: string;
  /** How a register of advisers lists them; nothing if they need none. */
  registration: string;
  recipient: string;
}

/** The partners of an embassy; none if it has no list, or its list is not the root’s. */
export async function partnersOf({ code, root }: Office): Promise<Partner[]> {
  const path = `/${code}/partners.json`;
  try {
    const [bytes, signature] = await Promise.all([askBytes(path), askText(`${path}.minisig`)]);
    if (!isSigned(bytes, signature, root)) return [];
    const list = JSON.parse(new TextDecoder().decode(bytes)) as {
      format: string;
      embassy: string;
      expires: string;
      partners: Partner[];
    };
    const holds =
      list.format === "ambasada partners 1" && list.embassy === code && list.expires >= today();
    return holds ? list.partners.filter(({ recipient }) => isRecipient(recipient)) : [];
  } catch {
    return [];
  }
}

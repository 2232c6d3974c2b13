/** Partners: to whom a referral may go. Their keys are signed by the root, like the roster’s. */
import { readCanonicalBytes } from "../../sealing/canonical.ts";
import { type Json, type JsonObject, isRecipient } from "../../sealing/index.ts";
import { isSigned } from "../../sealing/minisign.ts";
import { today } from "../texts.ts";
import { WireError } from "../wire/errors.ts";
import { askBytes, askText } from "../wire/requests.ts";
import type { Office } from "./office.ts";

export interface Partner {
  name: string;
  /** How a register of advisers lists them; nothing if they need none. */
  registration: string;
  recipient: string;
}

/** Why nobody is offered: there is no list, it could not be fetched, or it does not hold. */
export type PartnersProblem = "absent" | "unreachable" | "signature" | "malformed" | "expired";

export interface Partners {
  partners: Partner[];
  problem?: PartnersProblem;
}

const FORMAT = "ambasada partners 1";
const known = new Map<string, Promise<Partners>>();

/** The partners of an embassy; what went wrong is remembered until `forgetPartners`. */
export function partnersOf(office: Office): Promise<Partners> {
  let found = known.get(office.code);
  if (!found) known.set(office.code, (found = asked(office)));
  return found;
}

export function forgetPartners(): void {
  known.clear();
}

async function asked({ code, root }: Office): Promise<Partners> {
  const path = `/${code}/partners.json`;
  try {
    const [bytes, signature] = await Promise.all([askBytes(path), askText(`${path}.minisig`)]);
    if (!isSigned(bytes, signature, root)) return { partners: [], problem: "signature" };
    return listIn(readCanonicalBytes(bytes), code);
  } catch (error) {
    if (!(error instanceof WireError)) return { partners: [], problem: "malformed" };
    return { partners: [], problem: error.word === "unknown" ? "absent" : "unreachable" };
  }
}

/** What a list says that the root signed. */
function listIn({ format, embassy, expires, partners }: JsonObject, code: string): Partners {
  const isOurs = format === FORMAT && embassy === code && typeof expires === "string";
  if (!isOurs || !Array.isArray(partners)) return { partners: [], problem: "malformed" };
  if (expires < today()) return { partners: [], problem: "expired" };
  const read = partners.map(partnerIn);
  const isWhole = read.every(({ name, recipient }) => name !== "" && isRecipient(recipient));
  return isWhole ? { partners: read } : { partners: [], problem: "malformed" };
}

function partnerIn(value: Json): Partner {
  const values = (value ?? {}) as JsonObject;
  const textAt = (name: string): string => {
    const text = values[name];
    return typeof text === "string" ? text : "";
  };
  return {
    name: textAt("name"),
    registration: textAt("registration"),
    recipient: textAt("recipient"),
  };
}

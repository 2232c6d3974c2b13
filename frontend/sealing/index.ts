/**
 * The sealing protocol of docs/sealing.md, for the page somebody writes on and for the desk.
 * Nothing here touches a page, keeps anything or asks a server.
 */
export {
  isIdentity,
  isRecipient,
  lockedIdentity,
  newIdentity,
  recipientOf,
  type Identity,
} from "./ages.ts";
export {
  LARGEST,
  PART,
  WrongFile,
  openFile,
  sealFile,
  type Part,
  type SealedFile,
} from "./attachments.ts";
export {
  NotBase64,
  fromBase64,
  randomBytes,
  sha256,
  toBase64,
  toHex,
  type Bytes,
} from "./bytes.ts";
export {
  NotCanonical,
  canonical,
  readCanonical,
  type Json,
  type JsonObject,
} from "./canonical.ts";
export * from "./cleaning.ts";
export * from "./codes.ts";
export { NotALetter, type Attachment, type Content, type Kind } from "./contents.ts";
export { fingerprint } from "./fingerprints.ts";
export { NotAFrame, frame, paddedSize, unframe } from "./frames.ts";
export * from "./headers.ts";
export {
  NotABundle,
  bundleOf,
  deriveCase,
  keysIn,
  newMemberKeys,
  proveMember,
  type CaseKeys,
  type MemberKeys,
} from "./keys.ts";
export * from "./letters.ts";
export * from "./naming.ts";
export * from "./protecting.ts";
export * from "./rosters.ts";
export * from "./threads.ts";
export * from "./wraps.ts";

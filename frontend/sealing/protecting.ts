/** Protecting: how a member's keys are kept: by a phrase, by a passkey, or on paper. */
import { Decrypter, Encrypter, webauthn } from "age-encryption";
import { openWith, sealTo } from "./ages.ts";
import { type Bytes, owned } from "./bytes.ts";

// Some seconds of a telephone, in a worker; whoever guesses pays as much for each guess.
const WORK = 17;

/** Slow, and everything stands still meanwhile: to be called in a worker. */
export async function protectByPhrase(bundle: Uint8Array, phrase: string): Promise<Bytes> {
  const encrypter = new Encrypter();
  encrypter.setPassphrase(phrase);
  encrypter.setScryptWorkFactor(WORK);
  return owned(await encrypter.encrypt(bundle));
}

/** As slow. Throws if the phrase is another. */
export async function openByPhrase(kept: Uint8Array, phrase: string): Promise<Bytes> {
  const decrypter = new Decrypter();
  decrypter.addPassphrase(phrase);
  return owned(await decrypter.decrypt(kept));
}

/** For the recovery on paper: the identity of this recipient is printed, and kept nowhere else. */
export function protectByRecipient(bundle: Uint8Array, recipient: string): Promise<Bytes> {
  return sealTo(recipient, bundle);
}

export function openByIdentity(kept: Uint8Array, identity: string): Promise<Bytes> {
  return openWith(identity, kept);
}

/** Make a passkey for it; the browser asks. Returns what tells it from others, no secret. */
export function newPasskey(keyName: string): Promise<string> {
  return webauthn.createCredential({ keyName });
}

/** `passkey` is what newPasskey returned; without it the browser lets somebody choose. */
export async function protectByPasskey(bundle: Uint8Array, passkey?: string): Promise<Bytes> {
  const encrypter = new Encrypter();
  encrypter.addRecipient(new webauthn.WebAuthnRecipient(optionsOf(passkey)));
  return owned(await encrypter.encrypt(bundle));
}

/** Throws if the passkey is another, or the browser knows none. */
export async function openByPasskey(kept: Uint8Array, passkey?: string): Promise<Bytes> {
  const decrypter = new Decrypter();
  decrypter.addIdentity(new webauthn.WebAuthnIdentity(optionsOf(passkey)));
  return owned(await decrypter.decrypt(kept));
}

function optionsOf(identity?: string): webauthn.Options {
  return identity === undefined ? {} : { identity };
}

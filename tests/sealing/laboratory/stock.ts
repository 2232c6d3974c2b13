/** The public vectors of age (C2SP/CCTV), opened by the age code that our bundles carry. */
import { Decrypter, armor } from "../../../frontend/node_modules/age-encryption/dist/index.js";
import { sha256, toHex } from "../../../frontend/sealing/index.ts";

interface Vector {
  expect: string;
  payload: string;
  identities: string[];
  passphrases: string[];
  armored: boolean;
  compressed: boolean;
  file: Uint8Array<ArrayBuffer>;
}

declare const vectorsOfAge: Record<string, Uint8Array<ArrayBuffer>>;

/** What went wrong, by the name of a vector, and how many there were. */
export async function runVectorsOfAge(): Promise<{ count: number; wrong: Record<string, string> }> {
  const wrong: Record<string, string> = {};
  const all = Object.entries(vectorsOfAge);
  for (const [name, bytes] of all) {
    const problem = await problemOf(parsed(bytes));
    if (problem) wrong[name] = problem;
  }
  return { count: all.length, wrong };
}

async function problemOf(vector: Vector): Promise<string> {
  let payload: Uint8Array;
  try {
    payload = await decrypted(vector);
  } catch (error) {
    return vector.expect === "success" ? String(error) : "";
  }
  if (vector.expect !== "success") return "it was opened";
  return toHex(await sha256(payload)) === vector.payload ? "" : "another payload came out";
}

async function decrypted(vector: Vector): Promise<Uint8Array> {
  const decrypter = new Decrypter();
  for (const identity of vector.identities) decrypter.addIdentity(identity);
  for (const passphrase of vector.passphrases) decrypter.addPassphrase(passphrase);
  const packed = new Blob([vector.file]).stream();
  const file = vector.compressed ? packed.pipeThrough(new DecompressionStream("deflate")) : packed;
  const bytes = new Uint8Array(await new Response(file).arrayBuffer());
  return decrypter.decrypt(vector.armored ? armor.decode(new TextDecoder().decode(bytes)) : bytes);
}

function parsed(bytes: Uint8Array<ArrayBuffer>): Vector {
  const end = bytes.findIndex((byte, at) => byte === 10 && bytes[at + 1] === 10);
  const lines = new TextDecoder().decode(bytes.subarray(0, end)).split("\n");
  const all = (name: string): string[] =>
    lines.filter((line) => line.startsWith(`${name}: `)).map((line) => line.slice(name.length + 2));
  return {
    expect: all("expect")[0] ?? "",
    payload: all("payload")[0] ?? "",
    identities: all("identity"),
    passphrases: all("passphrase"),
    armored: all("armored")[0] === "yes",
    compressed: all("compressed")[0] === "zlib",
    file: bytes.slice(end + 2),
  };
}

// The second implementation of what Python hashes: node scripts/vectors/check.mjs [folder of vectors]
// Merkle roots and paths by @openzeppelin/merkle-tree, canonical JSON by ECMAScript's own JSON.stringify over sorted
// keys (which is what RFC 8785 is made from), hashes by node:crypto, EIP-712 by ethers. Exit code 1 and a line for each
// disagreement, or when a file holds nothing to agree on.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { StandardMerkleTree } from "@openzeppelin/merkle-tree";
import { SigningKey, TypedDataEncoder, id, recoverAddress } from "ethers";

const folder = process.argv[2] ?? new URL("../../tests/vectors", import.meta.url).pathname;
const sha256 = (text) => "0x" + createHash("sha256").update(text, "utf8").digest("hex");

const stringify = (value) => {
  // Written out, since JSON.stringify puts keys like "10" first, where RFC 8785 sorts all keys as text.
  if (Array.isArray(value)) return `[${value.map(stringify).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const keys = Object.keys(value).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${stringify(value[key])}`).join(",")}}`;
};

let checked = 0;
let wrong = 0;
const counts = [];
const read = (name, list = "cases") => {
  // Nobody could disagree with a file without cases, so it counts as wrong.
  const found = JSON.parse(readFileSync(`${folder}/${name}`, "utf8"))[list] ?? [];
  counts.push(`${name} ${found.length}`);
  if (found.length > 0) return found;
  wrong += 1;
  console.error(`${name}: no ${list}`);
  return [];
};
const expect = (name, given, wanted) => {
  checked += 1;
  if (given === wanted) return;
  wrong += 1;
  console.error(`${name}: ${given} is not ${wanted}`);
};

const signerOf = (digest, signature) => {
  try {
    return recoverAddress(digest, signature).toLowerCase();
  } catch (error) {
    return `nobody (${error.message})`;
  }
};

for (const { name, root, leaves } of read("merkle/v1/trees.json", "trees")) {
  const values = leaves.map((leaf) => [leaf.record_hash, leaf.registrant, leaf.facts_hash]);
  const tree = StandardMerkleTree.of(values, ["bytes32", "address", "bytes32"]);
  expect(`merkle ${name}`, tree.root, root);
  leaves.forEach((leaf, index) => {
    expect(`merkle ${name} ${index}`, tree.leafHash(values[index]), leaf.leaf);
    expect(`merkle ${name} ${index} path`, String(tree.verify(values[index], leaf.path)), "true");
  });
}
for (const { name, text, hash } of read("record/v1/records.json")) {
  expect(`record ${name} canonical`, stringify(JSON.parse(text)), text);
  expect(`record ${name} hash`, sha256(text), hash);
}
for (const { name, text, canonical } of read("json/v1/canonical.json")) {
  expect(`json ${name}`, stringify(JSON.parse(text)), canonical);
}
for (const one of read("eip712/v1/messages.json")) {
  const { name, domain, types, message } = one;
  const encoder = TypedDataEncoder.from(types);
  expect(`eip712 ${name} primary type`, encoder.primaryType, one.primaryType);
  expect(`eip712 ${name} encodeType`, encoder.encodeType(one.primaryType), one.encodeType);
  expect(`eip712 ${name} typeHash`, id(encoder.encodeType(one.primaryType)), one.typeHash);
  expect(`eip712 ${name} domain`, TypedDataEncoder.hashDomain(domain), one.domainSeparator);
  expect(`eip712 ${name} struct`, encoder.hash(message), one.structHash);
  expect(`eip712 ${name} digest`, TypedDataEncoder.hash(domain, types, message), one.digest);
  expect(`eip712 ${name} signer`, signerOf(one.digest, one.signature), one.signer);
  expect(`eip712 ${name} signature`, new SigningKey(one.privateKey).sign(one.digest).serialized, one.signature);
}
for (const { name, digest, signature, signer, valid } of read("eip712/v1/signatures.json")) {
  // ethers takes forms that the contracts refuse, so only those that all must take are asked of it.
  if (valid) expect(`signature ${name}`, signerOf(digest, signature), signer);
}
console.log(`${checked} checks, ${wrong} wrong (cases: ${counts.join(", ")})`);
process.exit(wrong ? 1 : 0);

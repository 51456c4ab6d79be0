// Merkle vectors by @openzeppelin/merkle-tree itself: node scripts/vectors/merkle.mjs > tests/vectors/merkle/v1/trees.json
// The inputs are derived from a counter, so that the file can be made again and compared.
import { createHash } from "node:crypto";
import { StandardMerkleTree } from "@openzeppelin/merkle-tree";

const TYPES = ["bytes32", "address", "bytes32"];
const word = (text) => "0x" + createHash("sha256").update(text).digest("hex");
const asset = (size, index) => [
  word(`record ${size} ${index}`),
  "0x" + word(`registrant ${index % 3}`).slice(26),
  word(`facts ${size} ${index}`),
];

const trees = [1, 2, 3, 4, 5, 7, 8, 9, 16, 33].map((size) => {
  const assets = Array.from({ length: size }, (_, index) => asset(size, index));
  const tree = StandardMerkleTree.of(assets, TYPES);
  return {
    name: `${size} assets`,
    root: tree.root,
    leaves: assets.map((values) => ({
      record_hash: values[0],
      registrant: values[1],
      facts_hash: values[2],
      leaf: tree.leafHash(values),
      path: tree.getProof(values),
    })),
  };
});
console.log(JSON.stringify({ version: 1, made_by: "@openzeppelin/merkle-tree", trees }, null, 1));

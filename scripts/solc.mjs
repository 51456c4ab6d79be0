#!/usr/bin/env node
// A program called solc over the npm compiler, for tools that want one: `--version`, and `--combined-json` of files.
// Imports are read from the working directory; `prefix=path` arguments are remappings, all else is passed over.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const require = createRequire(import.meta.url);
const solc = require("solc");
const words = process.argv.slice(2);

if (words.includes("--version")) {
  console.log("solc, the solidity compiler commandline interface");
  console.log(`Version: ${solc.version().replace(/\.Emscripten.*/, "")}`);
  process.exit(0);
}

const files = words.filter((word) => word.endsWith(".sol"));
const remappings = words.filter((word) => /^[^-].*=/.test(word));
const wanted = ["abi", "metadata", "userdoc", "devdoc", "evm.bytecode", "evm.deployedBytecode", "evm.methodIdentifiers"];
const input = {
  language: "Solidity",
  sources: Object.fromEntries(files.map((file) => [file, { content: readFileSync(file, "utf8") }])),
  settings: {
    remappings,
    evmVersion: "cancun",
    viaIR: true,
    optimizer: { enabled: true, runs: 800 },
    outputSelection: { "*": { "*": wanted, "": ["ast"] } },
  },
};
const found = (path) => {
  try {
    return { contents: readFileSync(path, "utf8") };
  } catch {
    return { error: `no file ${path}` };
  }
};
const output = JSON.parse(solc.compile(JSON.stringify(input), { import: found }));
const errors = (output.errors ?? []).filter((each) => each.severity === "error");
if (errors.length) {
  console.error(errors.map((each) => each.formattedMessage).join("\n"));
  process.exit(1);
}
const sources = Object.entries(output.sources).sort(([, one], [, other]) => one.id - other.id);
const contracts = {};
for (const [file, named] of Object.entries(output.contracts)) {
  for (const [name, one] of Object.entries(named)) {
    contracts[`${file}:${name}`] = {
      abi: one.abi,
      bin: one.evm.bytecode.object,
      "bin-runtime": one.evm.deployedBytecode.object,
      srcmap: one.evm.bytecode.sourceMap,
      "srcmap-runtime": one.evm.deployedBytecode.sourceMap,
      userdoc: one.userdoc,
      devdoc: one.devdoc,
      hashes: one.evm.methodIdentifiers,
    };
  }
}
console.log(
  JSON.stringify({
    contracts,
    sources: Object.fromEntries(sources.map(([file, one]) => [file, { AST: one.ast }])),
    sourceList: sources.map(([file]) => file),
    version: solc.version(),
  }),
);

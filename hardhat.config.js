// Compilers and Solidity tests. Nothing is downloaded: solc is the npm package of that name, locked by hash.
//
// Environment:
//   SONGDEED_BUILD          sub-folder of .cache/hardhat for artifacts, so that two builds never share a folder
//   SONGDEED_SOLIDITY_TESTS folder of the Solidity tests (the canary that must fail lies in another one)
//   SONGDEED_FUZZ_RUNS      runs of each fuzz test
//   SONGDEED_INVARIANT_RUNS sequences of each invariant test
import { createRequire } from "node:module";
import { defineConfig } from "hardhat/config";

const solcPath = createRequire(import.meta.url).resolve("solc/soljson.js");
const env = process.env;
const build = env.SONGDEED_BUILD ?? "default";

function solc(settings) {
  return {
    version: "0.8.37",
    path: solcPath,
    settings: {
      // Cancun is what L2s and consortium chains run; a later fork's opcodes would shut some of them out.
      evmVersion: "cancun",
      optimizer: { enabled: true, runs: 800 },
      outputSelection: { "*": { "*": ["storageLayout"], "": ["ast"] } },
      ...settings,
    },
  };
}

export default defineConfig({
  paths: {
    sources: "contracts",
    tests: { solidity: env.SONGDEED_SOLIDITY_TESTS ?? "tests/contracts" },
    artifacts: `.cache/hardhat/${build}/artifacts`,
    cache: `.cache/hardhat/${build}/cache`,
  },
  solidity: {
    profiles: {
      // The Solidity tests themselves: they deploy the code of ledger/abi, so only their own compiling counts, and the
      // older pipeline takes seconds for what takes the newer one ten minutes.
      default: solc({ viaIR: false }),
      // What is deployed. Isolated, because solc's output may depend on what else is compiled in the same run.
      production: { ...solc({ viaIR: true }), isolated: true },
      // Kept compiling, so that a fault of the newer pipeline never leaves us without a compiler.
      legacy: solc({ viaIR: false }),
    },
  },
  test: {
    solidity: {
      fsPermissions: { readDirectory: ["tests/vectors", "ledger/abi", ".cache/coverage"] },
      fuzz: { runs: Number(env.SONGDEED_FUZZ_RUNS ?? 256) },
      invariant: { runs: Number(env.SONGDEED_INVARIANT_RUNS ?? 32), depth: 100, failOnRevert: false },
    },
  },
});

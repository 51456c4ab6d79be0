# Songdeed: the commands a developer types. `make help` lists them.
PYTHON ?= python3
# As many test processes as processors, four at most: each may start chains of its own. Slow files come first
# (tests/conftest.py).
TESTS := .venv/bin/python -m scripts.all_tests -q -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder
BIN := .venv/bin
RUN := $(BIN)/python
export PATH := $(CURDIR)/.venv/bin:$(PATH)

.PHONY: help setup demo test test-long check format abi gas vectors bench servers lock clean
.DEFAULT_GOAL := help

help:  ## list the commands
	@sed -n 's/^\([a-z-]*\):.*  ## \(.*\)/\1|\2/p' $(MAKEFILE_LIST) | while IFS='|' read -r name what; do \
		printf '  make %-10s %s\n' "$$name" "$$what"; done

setup:  ## install everything into this folder; nothing outside it is touched
	@$(PYTHON) scripts/setup.py

demo: setup  ## play the main job on a real audio file
	@$(BIN)/songdeed demo

test: setup  ## Solidity tests and all of pytest; what needs a server that is not here is skipped by name
	@$(TESTS)

test-long: setup servers  ## the same with more fuzzing, on a real Kubo and a real geth
	@$(RUN) -m scripts.solidity_coverage
	@$(RUN) -m scripts.slither
	@$(RUN) -m scripts.proofs
	@$(RUN) -m scripts.proofs --broken
	@$(RUN) -m scripts.core_coverage
	@$(RUN) -m scripts.mutation
	@$(RUN) -m scripts.fuzz dagpb 1200
	@$(RUN) -m scripts.fuzz car 1200
	@$(RUN) -m scripts.fuzz sealed 1200
	@SONGDEED_FUZZ_RUNS=100000 SONGDEED_INVARIANT_RUNS=2560 SONGDEED_HYPOTHESIS=long $(TESTS) --timeout 900

check: setup  ## form, types, layers, lint, and the freshness of all that is generated
	@$(RUN) -m scripts.check

format: setup  ## put the Python code in form
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

abi: setup  ## compile the contracts and write ledger/abi
	@$(RUN) -m scripts.export_abi

gas: setup  ## measure gas and write .gas-snapshot.json
	@$(RUN) scripts/gas.py --write

vectors: setup  ## make the Merkle, record, EIP-712, sealed-file and verdict vectors anew
	@$(BIN)/node scripts/vectors/merkle.mjs > tests/vectors/merkle/v1/trees.json.tmp
	@mv tests/vectors/merkle/v1/trees.json.tmp tests/vectors/merkle/v1/trees.json
	@$(RUN) -m scripts.vectors.records tests/vectors/record/v1
	@$(RUN) -m scripts.vectors.eip712 tests/vectors/eip712/v1
	@$(RUN) -m scripts.vectors.sealed tests/vectors/sealed/v1
	@$(RUN) -m scripts.vectors.verdicts tests/vectors/verdict/v1
	@$(BIN)/node scripts/vectors/check.mjs

bench: setup  ## measure what the project promises in figures
	@$(RUN) scripts/bench

servers: setup  ## build the real Kubo, IPFS Cluster and geth that some tests need (needs Go)
	@$(RUN) -m scripts.servers build kubo
	@$(RUN) -m scripts.servers build cluster
	@$(RUN) -m scripts.servers build geth

lock: setup  ## make both lock files anew
	@$(RUN) -m scripts.lock

clean:  ## remove what setup, builds and tests made
	rm -rf .venv node_modules .cache .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis \
		.coverage songdeed.egg-info

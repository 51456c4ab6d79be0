# Songdeed: the commands a developer types. `make help` lists them.
PYTHON ?= python3
BIN := .venv/bin
export PATH := $(CURDIR)/.venv/bin:$(PATH)

.PHONY: help setup demo test check format abi lock clean

help:  ## list the commands
	@grep -E '^[a-z-]+:.*##' Makefile | sed 's/:.*##/\t/'

setup:  ## install everything into this folder
	@$(PYTHON) scripts/setup.py

demo: setup  ## play the main job on a real audio file
	@$(BIN)/songdeed demo

test: setup  ## all units and the embedded chain
	@$(BIN)/python -m scripts.solidity_tests
	@$(BIN)/python -m pytest -q

check: setup  ## form, types, layers, freshness
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy

format: setup  ## put the code in form
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

abi: setup  ## compile the contracts and write ledger/abi
	@$(BIN)/python -m scripts.export_abi

lock: setup  ## make the Python lock file anew
	@$(BIN)/python scripts/lock.py

clean:  ## remove what setup and tests made
	rm -rf .venv node_modules .cache .pytest_cache .mypy_cache .ruff_cache .hypothesis

# The commands of this project. `make help` lists them; CI runs the same ones.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt
MINUTES ?= $(or $(SOAK_MINUTES),10)
SHELL  := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

help:  ## List every command with a line each
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

demo: $(VENV)/.installed-demo  ## Start the whole suite, play the journey through its API, and keep serving
	@$(BIN)/workstead demo

test: $(VENV)/.installed-test  ## Run all tests (starts its own PostgreSQL and RabbitMQ)
	@$(BIN)/python -m pytest -n 2 --dist loadgroup

lint: $(VENV)/.installed-lint  ## Check style, types and walls between rooms
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache

format: $(VENV)/.installed-lint  ## Put the code into the house style
	@$(BIN)/ruff check --fix --quiet . || true
	@$(BIN)/ruff format .

bench: $(VENV)/.installed-test  ## Measure, as ratios within one run, and write bench/results.json
	@$(BIN)/python -m bench

faults: $(VENV)/.installed-test  ## Break a whole instance in every way, under load, and write the table of docs/reliability.md
	@rm -rf build/faults
	@FAULTS_RESULTS=build/faults $(BIN)/python -m pytest -m "" tests/faults
	@$(BIN)/python tests/support/reliability.py build/faults docs

operations: $(VENV)/.installed-test  ## Back up and restore, upgrade under load, and let every alert fire, on whole suites
	@$(BIN)/python -m pytest -m operations tests/operations

soak: $(VENV)/.installed-test  ## Load with random faults for MINUTES=10 (SEED=… repeats a run), and the ledger at its end
	@$(BIN)/python tests/support/soak.py $(MINUTES) $(SEED)

test-compose: $(VENV)/.installed-test  ## Build the images, play the journey in containers, in clear and over TLS (needs Docker)
	@$(BIN)/python -m pytest -m compose tests/compose

docs: $(VENV)/.installed-test  ## Generate the event catalogue, the AsyncAPI document and the settings reference
	@$(BIN)/workstead docs

pictures: $(VENV)/.installed-test  ## Take the screenshots of docs/casework.md anew with a real browser, and measure an adviser’s day
	@$(BIN)/python -m pytest -m pictures tests/browser/test_pictures.py

audit: $(VENV)/.installed-test .venv-audit/.installed .venv-scanner/.installed  ## Look for known holes: dependencies, code (bandit), and a scanner (wapiti) at a running suite
	@$(BIN)/python tests/audit/run.py $(PARTS)

mutants: $(VENV)/.installed-test .venv-mutants/.installed  ## Change the rules in every small way, and see whether the tests notice (MODULES="spells fees")
	@$(BIN)/python -m tests.mutants.run $(MODULES)

.venv-mutants/.installed: tests/mutants/requirements.txt
	@$(PYTHON) -m venv .venv-mutants
	@.venv-mutants/bin/python -m pip install --quiet --disable-pip-version-check -r $<
	@touch $@

.venv-audit/.installed: tests/audit/requirements.txt
	@$(PYTHON) -m venv .venv-audit
	@.venv-audit/bin/python -m pip install --quiet --disable-pip-version-check -r $<
	@touch $@

.venv-scanner/.installed: tests/audit/requirements-scanner.txt
	@$(PYTHON) -m venv .venv-scanner
	@.venv-scanner/bin/python -m pip install --quiet --disable-pip-version-check -r $<
	@touch $@

install: $(VENV)/.installed-demo  ## Build .venv with everything the suite runs on

clean:  ## Remove .venv and what the tools left behind (never your data)
	rm -rf $(VENV) .venv-audit .venv-scanner .venv-mutants .pytest_cache .mypy_cache .ruff_cache .hypothesis build *.egg-info

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Workstead needs Python 3.11 or newer. Name one with: make PYTHON=/path/to/python3.11 …"; exit 1; }
	@echo "Building $(VENV) …"
	@$(PYTHON) -m venv $(VENV) || \
	  { echo "Python could not make a virtual environment. On Debian or Ubuntu: apt-get install python3-venv"; exit 1; }

$(VENV)/.installed-%: pyproject.toml constraints.txt | $(VENV)/bin/python
	@echo "Installing what '$*' needs …"
	@$(PIP) -e '.[$(if $(filter demo,$*),all,$*)]'
	@touch $@

.PHONY: help demo test lint format bench docs pictures install clean faults operations soak audit mutants

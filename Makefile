# Entente's make targets; `make` alone lists them. Needs only make and Python 3.11 or later.
#   make test PYTHON=python3.13     another Python, in a virtual environment of its own
#   make compare ARGS="--for UK"    options for the command behind the target

.DEFAULT_GOAL := help
PYTHON ?= python3
ifeq ($(PYTHON),python3)
VENV ?= .venv
else
VENV ?= .venv-$(notdir $(PYTHON))
endif
ARGS ?=
WORKERS ?= 2
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt

.PHONY: help setup compare serve test test-313 lint format verify screenshots evidence library screening hindcast calibrate bench docs constraints clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

setup: $(VENV)/.with-test ## create the virtual environment with everything the tests need

compare: $(VENV)/.core ## compare the secretariat designs: table, figures, report
	$(BIN)/python -m entente compare $(ARGS)

serve: $(VENV)/.with-demo ## open the workshop in the browser
	$(BIN)/python -m entente serve $(ARGS)

test: $(VENV)/.with-test ## run the tests, without the slow ones; what is skipped is named
	$(BIN)/python -m pytest -q -rs -n $(WORKERS) $(ARGS)

test-313: ## run the tests on Python 3.13, if there is one
	@python3.13 -c "" 2>/dev/null || { echo "There is no working python3.13 on this machine: nothing was tested."; exit 1; }
	$(MAKE) test PYTHON=python3.13 VENV=.venv-python3.13

lint: $(VENV)/.with-test ## check style, types and the layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.with-test ## put the code into the project's format
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

verify: $(VENV)/.with-test ## run the slow tests
	$(BIN)/python -m pytest -q -m slow $(ARGS)

screenshots: $(VENV)/.with-test ## take pictures of the workshop's pages anew, into runs/screenshots (two minutes)
	ENTENTE_SCREENSHOTS=$(CURDIR)/runs/screenshots ENTENTE_NEEDS_BROWSER=1 \
	  $(BIN)/python -m pytest -q tests/browser/workshop -k takes_screenshots $(ARGS)

evidence: $(VENV)/.core ## measure the effects of the evidence table anew (half a minute)
	$(BIN)/python -m results.studies.evidence --workers $(WORKERS) $(ARGS)

library: $(VENV)/.core ## measure the scenario library anew (some minutes)
	$(BIN)/python -m results.studies.scenarios --workers $(WORKERS) $(ARGS)

screening: $(VENV)/.core ## vary every parameter and design field anew (half a minute)
	$(BIN)/python -m entente screening --write --workers $(WORKERS) $(ARGS)

hindcast: $(VENV)/.core ## simulate the past anew beside the record and store it (ten seconds; then make docs)
	$(BIN)/python -m entente hindcast --write --workers $(WORKERS) $(ARGS)

calibrate: $(VENV)/.with-test ## infer behaviour from the observed collaborations anew (5 minutes; ARGS=--quick: 1)
	$(BIN)/python -m entente calibrate --workers $(WORKERS) $(ARGS)

bench: $(VENV)/.with-test ## measure the speed anew and write docs/performance.md (6 minutes)
	$(BIN)/python -m tests.bench $(ARGS)

docs: $(VENV)/.core ## write the pages of docs/ that are made from the code
	$(BIN)/python -m docs.build $(ARGS)

constraints: ## pin the newest versions that fit (needs uv)
	uv pip compile --universal --python-version 3.11 --upgrade --quiet \
	  --no-emit-index-url --no-header --no-annotate \
	  --extra test --extra calibration --extra demo --extra analysis --extra cluster pyproject.toml -o constraints.txt

clean: ## remove the virtual environments and caches; runs/ stays
	rm -rf .venv .venv-* .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis dist
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The stamps: what is installed, redone when a requirement changes.
$(BIN)/python:
	@$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11))" || \
	  { echo "Entente needs Python 3.11 or later; try: make ... PYTHON=python3.13"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
	  echo "Python could not make a virtual environment (on Debian and Ubuntu: apt install python3-venv)."; exit 1; }

$(VENV)/.core: pyproject.toml constraints.txt | $(BIN)/python
	@echo "Setting up $(VENV), one to two minutes ..."
	@$(PIP) -e .
	@touch $@

$(VENV)/.with-demo: pyproject.toml constraints.txt | $(BIN)/python
	@echo "Setting up $(VENV) with the workshop, one to two minutes ..."
	@$(PIP) -e '.[demo]'
	@touch $(VENV)/.core $@

$(VENV)/.with-test: pyproject.toml constraints.txt | $(BIN)/python
	@echo "Setting up $(VENV) with the test tools, one to two minutes ..."
	@$(PIP) -e '.[test,calibration,analysis,cluster,demo]'
	@touch $(VENV)/.core $(VENV)/.with-demo $@

# Python 3.11 or newer and make are all that has to be there: each target sets itself up.
#
#   make site    build the sample portfolio, then open site/index.html
#   make test    run the tests (make test ARGS="-k words" for some of them)
#   make lint    style, types, and whether generated files are up to date
#   make docs    write docs/checks.md and the JSON Schemas again
#   make bench   measure the speed against mkdocs build
#   make leaks   hide a real name in every channel, and see by which it would leave
#   make hostile try to get hostile archives past credfolio verify
#   make attacks open sites full of hostile payloads in Chromium (some minutes)
#   make mutate  check portfolios changed at random (make mutate ARGS=10000)
#   make kills   kill builds at random moments, and look at what they leave
#   make clean   remove what the targets above made

PYTHON ?= python3
ARGS ?=

VENV := .venv
BIN := $(VENV)/bin
# A copy of the pyproject.toml that was installed: a file that is only newer installs nothing,
# so that a checkout works without a network once it is set up.
READY := $(VENV)/installed.toml

.PHONY: help site test lint docs bench leaks hostile attacks mutate kills tools clean

help:
	@sed -n 's/^#   //p' Makefile

site: $(READY)
	@$(BIN)/credfolio build
	@echo "Open site/index.html in a web browser."

# Compiled first: many tests start the tool, and not everybody lets Python keep what it compiles.
test: $(READY) tools
	@$(BIN)/python -m compileall -q src checks
	@$(BIN)/python -m pytest -n auto $(ARGS)

lint: $(READY)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/python -m credfolio.reference --check

docs: $(READY)
	@$(BIN)/python -m credfolio.reference

bench: $(READY)
	@$(BIN)/python scripts/bench.py $(ARGS)

leaks: $(READY)
	@$(BIN)/python scripts/leaks.py $(ARGS)

hostile: $(READY)
	@$(BIN)/python scripts/archives.py $(ARGS)

attacks: $(READY)
	@$(BIN)/python scripts/attacks.py $(ARGS)

mutate: $(READY)
	@$(BIN)/python scripts/mutate.py $(ARGS)

kills: $(READY)
	@$(BIN)/python scripts/kills.py $(ARGS)

tools:
	@sh scripts/test-tools.sh

clean:
	rm -rf $(VENV) site dist .mypy_cache .pytest_cache .ruff_cache .hypothesis

$(READY): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Python 3.11 or newer is needed. If you have one: make PYTHON=python3.12" >&2; exit 1; }
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || { \
	  rm -f $@; echo "Setting up $(VENV) ..."; $(PYTHON) -m venv $(VENV); }
	@cmp -s pyproject.toml $@ || { \
	  echo "Installing credfolio and its tools into $(VENV) ..."; \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'; }
	@cp pyproject.toml $@

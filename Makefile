# Everything anybody types here sets up its own .venv first. Works with GNU make 3.81 (macOS) and later.

SHELL   := /bin/sh
VENV    := .venv
BIN     := $(VENV)/bin
RUN     := $(VENV)/.installed-run
DEV     := $(VENV)/.installed-dev
PIP     := PIP_DISABLE_PIP_VERSION_CHECK=1 $(BIN)/python -m pip install -qq -c constraints.txt
# The Python to use, if the first good one on the path is not wanted: make demo PYTHON=python3.12
PYTHON  ?=

.PHONY: help demo run check test lint types bench soak pictures clean

help:
	@echo "make demo      Cadence on a sample team, in a database that is thrown away"
	@echo "make run       Cadence on your own database"
	@echo "make check     lint, types, floors and the fast tests, in a minute"
	@echo "make test      lint, types, floors and all tests"
	@echo "make lint      ruff, floors, unused code      make types     mypy --strict"
	@echo "make bench     speed, as ratios                make pictures  the screenshots of the README"
	@echo "make soak      typing ahead everywhere, idle and on a loaded machine, and two people at once (minutes)"
	@echo "make clean     removes .venv and what the tools left behind"

demo: $(RUN)
	@$(BIN)/cadence --demo

run: $(RUN)
	@$(BIN)/cadence

# Each program that a test starts would compile all of Cadence anew where no compiled modules may be written.
# All of them run, so that one failure doesn't hide the next. mypy, which uses one core, runs beside the others; it is
# heard where it found something, so that pytest's line is the last one read where all is well.
check: SELECT = -m 'not slow'
test:  SELECT =
check test: $(DEV)
	@unset PYTHONDONTWRITEBYTECODE; failed=; mkdir -p .mypy_cache; \
	$(BIN)/mypy >.mypy_cache/said 2>&1 & types=$$!; \
	$(BIN)/ruff check . || failed="$$failed ruff"; \
	$(BIN)/ruff format --check . || failed="$$failed format"; \
	$(BIN)/lint-imports || failed="$$failed floors"; \
	$(BIN)/vulture || failed="$$failed unused"; \
	$(BIN)/python -m pytest -n auto --dist loadgroup $(SELECT) || failed="$$failed pytest"; \
	wait $$types || { failed="$$failed types"; cat .mypy_cache/said; }; \
	if [ -n "$$failed" ]; then echo "make $@: failed:$$failed" >&2; exit 1; fi

lint: $(DEV)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports
	@$(BIN)/vulture

types: $(DEV)
	@$(BIN)/mypy

bench: $(DEV)
	@unset PYTHONDONTWRITEBYTECODE; $(BIN)/python -m tests.bench

soak: $(DEV)
	@$(BIN)/python -m tests.soak

pictures: $(DEV)
	@$(BIN)/python -m tests.pictures

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis snapshot_report.html
	find cadence tests -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@for python in $(PYTHON) python3 python3.13 python3.12 python3.11; do \
	  if "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	    if ! "$$python" -c 'import ensurepip, venv' 2>/dev/null; then \
	      echo "cadence: $$python has no venv module; install it (Debian, Ubuntu: apt-get install python3-venv)" >&2; exit 1; \
	    fi; \
	    exec "$$python" -m venv $(VENV); \
	  fi; \
	done; \
	echo "cadence: Python 3.11 or newer is needed and none was found; install it, or name it: make PYTHON=/path/to/python3" >&2; exit 1

# $(BIN)/python is order-only: its date is the system Python's.
$(RUN): pyproject.toml constraints.txt | $(BIN)/python
	@echo "Setting up Cadence in $(VENV) (once, about a minute) ..."
	@$(PIP) -e .
	@touch $@

# Dependency groups need a newer pip than Python 3.11 and 3.12 bring: constraints.txt names the one.
$(DEV): pyproject.toml constraints.txt | $(BIN)/python
	@echo "Setting up Cadence and its development tools in $(VENV) (once, a minute or two) ..."
	@$(PIP) pip
	@$(PIP) -e . --group dev
	@touch $(RUN) $@

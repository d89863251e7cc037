# Planwerk. `make` alone lists what there is. Needs: make and Python 3.11 or later; uv is used where it is installed.
#
# The lock is requirements.txt (what Planwerk needs to run) and requirements-dev.txt (that, and what its tests need):
# every version pinned, every file by its hash, for all Pythons from 3.11 on and all systems. uv and pip install from
# the same two files. There is no uv.lock: it writes the address of the index it was made with into every entry, and
# here everyone installs from the index of their own configuration.

VENV ?= .venv
BIN := $(VENV)/bin
# The first Python that is new enough; PYTHON=… names another.
PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11; do \
	"$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$name" && break; done)
UV ?= $(shell command -v uv 2>/dev/null)
PLANWERK ?= $(BIN)/planwerk

# The worked example: the shipped workspace, on the day before the plan it waits for was due.
CITY ?= data/leipzig
DAY ?= 2020-07-01
OUT := $(CITY)/build

COVERAGE ?= 85# per cent; below it `make coverage` fails

ifneq ($(UV),)
NEW_ENV = test -x $(BIN)/python || "$(UV)" venv --quiet --python '$(or $(PYTHON),>=3.11)' $(VENV)
INSTALL = "$(UV)" pip install --quiet --python $(BIN)/python
else
# An environment that uv made holds no pip: made anew, not mended.
NEW_ENV = $(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear $(VENV)
INSTALL = $(BIN)/python -m pip install --quiet --disable-pip-version-check
endif

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help venv demo test coverage long servers test-servers check bench wheel editor release readme picture lock clean python

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | while IFS='	' read -r name what; do printf '  make %-14s %s\n' "$$name" "$$what"; done

python:
	@test -n "$(UV)$(PYTHON)" || { echo "error: no Python 3.11 or later on the PATH"; \
	  echo "hint: install one, or name it: make PYTHON=/path/to/python3.12 …"; exit 2; } >&2

# What the stamps stand for: .run has what Planwerk needs, .dev has everything. The build backend is in the lock too, so
# that building the project asks no index.
$(VENV)/.run: requirements.txt pyproject.toml | python
	@echo "setting up $(VENV) from requirements.txt" >&2
	@$(NEW_ENV)
	@$(INSTALL) --require-hashes -r requirements.txt
	@$(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: requirements-dev.txt pyproject.toml | python
	@echo "setting up $(VENV) from requirements-dev.txt" >&2
	@$(NEW_ENV)
	@$(INSTALL) --require-hashes -r requirements-dev.txt
	@$(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $(VENV)/.run $@

venv: $(VENV)/.dev ## set up .venv with everything development needs
	@echo "$(BIN)/python"

demo: $(VENV)/.run ## the main job on a real procedure: control table, plans, gap report, answers, map
	$(PLANWERK) build $(CITY)
	$(PLANWERK) build data/musterstadt >/dev/null
	$(PLANWERK) build data/nebenstadt >/dev/null
	$(PLANWERK) build data/musterstadt-gelesen 2>/dev/null >/dev/null
	$(PLANWERK) control data/musterstadt-gelesen --as-of $(DAY) --format table
	$(PLANWERK) control data/musterstadt-gelesen --as-of $(DAY) -o data/musterstadt-gelesen/build/control.html
	@for form in xlsx docx html csv json ics; do set -- control $(CITY) --as-of $(DAY) --format $$form -o $(OUT)/control.$$form; \
	  echo "$(PLANWERK) $$*"; $(PLANWERK) "$$@" || exit $$?; done
	$(PLANWERK) plans $(CITY) --as-of $(DAY) -o $(OUT)/plans.xlsx
	@for form in html docx csv; do set -- report $(CITY) --as-of $(DAY) -o $(OUT)/report.$$form; \
	  echo "$(PLANWERK) $$*"; $(PLANWERK) "$$@" || exit $$?; done
	$(PLANWERK) ask $(CITY) --all --as-of $(DAY) -o $(OUT)/answers
	$(PLANWERK) gaps $(CITY) --as-of $(DAY) --json -o $(OUT)/gaps.json
	$(PLANWERK) map $(CITY) --as-of $(DAY) -o $(OUT)/map.html
	$(PLANWERK) gaps $(CITY) --as-of $(DAY) --format table
	@printf '\nwritten: %s/\n' '$(OUT)' && ls -1 $(OUT)

check: $(VENV)/.dev ## ruff, types and the direction of imports
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy --strict
	$(BIN)/lint-imports --no-logo

test: check ## check, then the tests and doctests; the long ones are `make long`
	$(BIN)/python -m pytest -m 'not long' -n auto --dist loadfile --durations 15

# Apart from `make test`: Python 3.11 traces every call for it, and the same tests take more than twice as long.
coverage: $(VENV)/.dev ## the tests of `make test` again, with the share of lines and branches that they run
	$(BIN)/python -m pytest -m 'not long' -n auto --dist loadfile --cov --cov-fail-under=$(COVERAGE)

long: $(VENV)/.dev ## the tests that take long: kills at every line, hostile text in every field, every example
	$(BIN)/python -m pytest -m long -n auto --dist worksteal

# The Oxigraph server comes with the development requirements. Virtuoso is Debian's; where it cannot be installed its
# tests skip and say so.
servers: ## install Virtuoso for test-servers, where that can be
	@command -v virtuoso-t >/dev/null || { test "$$(id -u)" = 0 && command -v apt-get >/dev/null && apt-get update >/dev/null 2>&1 && \
	  DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends virtuoso-opensource-7-bin >/dev/null 2>&1; } || \
	  echo "Virtuoso is not here and cannot be installed (root, apt-get, virtuoso-opensource-7-bin); its tests will skip" >&2

test-servers: $(VENV)/.dev servers ## the same demands on an Oxigraph server and Virtuoso, installed where that can be
	$(BIN)/python -m pytest tests/test_stores.py tests/test_store_servers.py -rs -n auto --dist loadfile

bench: $(VENV)/.dev ## measure, as ratios to a named peer in the same run; writes tests/benchmarks/results/
	@for bench in tests/benchmarks/bench_*.py; do $(BIN)/python $$bench || exit $$?; done

wheel: $(VENV)/.dev ## build the sdist, and the wheel from the sdist, into dist/
	$(BIN)/python -m build --no-isolation --outdir dist

readme: $(VENV)/.dev ## write the output of the commands into the *.md files that show it
	$(BIN)/cog -r -I tests $$(grep -l '\[\[\[cog' *.md */README.md)

picture: $(VENV)/.dev ## make the README's picture anew (wants chromium)
	$(BIN)/python tests/picture.py

editor: ## take the colouring query editor along in this build (wants npm; without it the plain editor stays)
	$(or $(wildcard $(BIN)/python),$(PYTHON)) tests/colouring_editor.py

release: editor wheel ## a wheel with everything in it, the colouring editor too

COMPILE = "$(UV)" pip compile pyproject.toml --quiet --universal --python-version 3.11 --fork-strategy fewest \
	--generate-hashes --no-emit-index-url --custom-compile-command 'make lock' $(UPGRADE)

lock: ## pin again after a change in pyproject.toml; UPGRADE=--upgrade takes newer versions
	@test -n "$(UV)" || { echo "error: make lock needs uv"; echo "hint: pip install uv"; exit 2; } >&2
	$(COMPILE) --all-extras --group dev -o requirements-dev.txt
	$(COMPILE) --group build -c requirements-dev.txt -o requirements.txt

clean: ## remove everything derived: environments, builds, caches
	rm -rf .venv .venv-* dist data/*/build .coverage .hypothesis .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
	find graph tests -name __pycache__ -type d -prune -exec rm -rf {} +

# Needs make and Python 3.11 or newer; everything else goes into .venv beside this file.

# The first that is new enough; PYTHON=... on the command line or in the shell comes before it.
PYTHON ?= $(shell for name in python3.13 python3.12 python3.11 python3 python; do \
	if $$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; \
	then echo $$name; break; fi; done)
VENV := .venv
RUN := $(VENV)/bin/python
PIP := $(RUN) -m pip install --quiet --disable-pip-version-check
# Those that have a folder; LANGUAGES="fr de" begins another one.
LANGUAGES ?= $(patsubst src/peervisit/locale/%/,%,$(filter %/,$(wildcard src/peervisit/locale/*/)))
CATALOGUES := $(wildcard src/peervisit/locale/*/LC_MESSAGES/peervisit.po)
COMPILED := $(CATALOGUES:.po=.mo)
SOURCES := src tests perf hatch_build.py
TESTS ?= tests
DEMO ?= demo

# A virtual environment breaks when its Python is updated away or the folder is moved: then its stamps go.
SOUND = grep -qF '$(CURDIR)/$(VENV)' $(VENV)/pyvenv.cfg 2>/dev/null && $(RUN) -c '' 2>/dev/null
IGNORED := $(shell $(SOUND) || rm -f $(VENV)/.runtime $(VENV)/.dev)

.PHONY: help demo test check format catalogue schemas perf soak clean python
.DELETE_ON_ERROR:

help:
	@echo 'make demo       run the sample visit and write its reports, into $(DEMO)/'
	@echo 'make test       run all tests (TESTS=tests/store for some of them)'
	@echo 'make check      format, lint, types and layers'
	@echo 'make format     put the code into the one format'
	@echo 'make catalogue  collect the texts to translate into the catalogues'
	@echo 'make schemas    write schemas/ from the record classes'
	@echo 'make perf       measure speed against floors of the same run'
	@echo 'make soak       play 10,000 random histories of laptops (SOAK="--first 5000" goes on from there),'
	@echo '                then kill the app 300 times while somebody types (KILLS="ROUNDS SEED")'
	@echo 'make clean      remove what the other targets made'

demo: $(VENV)/.runtime
	$(RUN) -m peervisit demo $(DEMO)

test: $(VENV)/.dev $(COMPILED)
	$(RUN) -m pytest -n auto $(TESTS)

check: $(VENV)/.dev
	$(RUN) -m ruff format --check $(SOURCES)
	$(RUN) -m ruff check $(SOURCES)
	$(RUN) -m mypy
	$(VENV)/bin/lint-imports --no-logo

format: $(VENV)/.dev
	$(RUN) -m ruff format $(SOURCES)
	$(RUN) -m ruff check --fix $(SOURCES)

catalogue: $(VENV)/.dev
	$(RUN) -m babel.messages.frontend extract --no-default-keywords -k _ -k N_ -k gettext -k ngettext:1,2 \
		--add-location=file --sort-by-file --project=peervisit --omit-header --no-wrap \
		-o src/peervisit/locale/peervisit.pot src/peervisit
	@for language in $(LANGUAGES); do \
		folder=src/peervisit/locale/$$language/LC_MESSAGES; \
		if test -f $$folder/peervisit.po; then action=update; \
			more='--no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date'; \
		else action=init; more=; fi; \
		$(RUN) -m babel.messages.frontend $$action -D peervisit -i src/peervisit/locale/peervisit.pot \
			-d src/peervisit/locale -l $$language --no-wrap $$more || exit 1; \
	done

schemas: $(VENV)/.dev
	$(RUN) -m peervisit.exchange.schemas schemas

perf: $(VENV)/.dev
	$(RUN) perf/run.py

soak: $(VENV)/.dev
	$(RUN) -m tests.simulation.soak $(SOAK)
	$(RUN) perf/soak_note.py $(KILLS)

clean:
	rm -rf $(VENV) $(DEMO) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	rm -f $(COMPILED)
	find src tests perf -name __pycache__ -type d -prune -exec rm -rf {} +

%.mo: %.po $(VENV)/.dev
	$(RUN) -m babel.messages.frontend compile -i $< -o $@

# The environment. A stamp says what it was made for; it is made again when that changes.

$(VENV)/.runtime: pyproject.toml hatch_build.py $(CATALOGUES) | python
	@$(PIP) -e . || { $(NO_PACKAGES); }
	@$(RUN) -m compileall -q src/peervisit || true
	@touch $@

$(VENV)/.dev: pyproject.toml hatch_build.py | python
	@$(PIP) -e '.[dev]' || { $(NO_PACKAGES); }
	@$(RUN) -m compileall -q src/peervisit || true
	@touch $@ $(VENV)/.runtime

python:
	@if $(SOUND); then exit 0; fi; \
	if ! $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
		echo 'peervisit needs Python 3.11 or newer, and finds none.' >&2; \
		echo 'Get it from https://www.python.org/downloads/ or your system (Debian, Ubuntu: apt install python3 python3-venv),' >&2; \
		echo 'or name it: make PYTHON=/path/to/python3.11 ...' >&2; exit 1; fi; \
	if ! $(PYTHON) -c 'import ensurepip, venv' >/dev/null 2>&1; then \
		echo "$(PYTHON) has no 'venv' module. Debian, Ubuntu: apt install python3-venv" >&2; exit 1; fi; \
	$(PYTHON) -m venv --clear $(VENV)

NO_PACKAGES = echo 'The packages that peervisit needs could not be fetched; the reason stands above.' >&2; \
	echo 'The first time needs a network (or a package index that pip is set up for); later runs do not.' >&2; exit 1

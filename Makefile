# Everything needs only Python 3.11 or newer, git and make.
PYTHON ?= python3
PORT ?= 8000
SERVE ?= yes
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help demo run test test-postgres check lint types contracts bench lock translations clean

help: ## List what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# uv is quick; where it cannot be had, pip does the same from the same hashes.
define install
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m uv --version >/dev/null 2>&1 || $(BIN)/python -m pip install --quiet uv || true
	@if $(BIN)/python -m uv --version >/dev/null 2>&1; then \
	  $(BIN)/python -m uv pip install --quiet --python $(BIN)/python --require-hashes -r $(1) && \
	  $(BIN)/python -m uv pip install --quiet --python $(BIN)/python --no-deps -e . ; \
	else \
	  $(BIN)/python -m pip install --quiet --require-hashes -r $(1) && \
	  $(BIN)/python -m pip install --quiet --no-deps -e . ; \
	fi
	@touch $@
endef

.venv/core: requirements.lock pyproject.toml
	$(call install,requirements.lock)

.venv/dev: requirements-dev.lock pyproject.toml
	$(call install,requirements-dev.lock)
	@touch .venv/core

demo: .venv/core ## Load both demo consultations, find themes, publish, serve (PORT=9000, SERVE=no)
	@$(BIN)/engage demo --port $(PORT) $(if $(filter no,$(SERVE)),--no-serve)

run: .venv/core ## Serve an empty installation
	@$(BIN)/engage init
	@$(BIN)/engage serve --port $(PORT) --with-worker

# What meets the database most runs a second time, on a real PostgreSQL server;
# `make test-postgres` runs every room there.
ON_POSTGRES := $(addprefix tests/,consultations contributions core moderation news operations people receipts threads)
ROOMS_ON_POSTGRES := $(addprefix tests/,api commands designs insights journeys quotes reports sessions surveys themes web)

test: .venv/dev ## Run the whole test suite; what cannot run here is counted and named
	@$(BIN)/python -m pytest -n 2 --dist loadfile
	@ENGAGE_TEST_DATABASE=postgres $(BIN)/python -m pytest -n 2 --dist loadfile $(ON_POSTGRES)

test-postgres: .venv/dev ## Run everything that meets the database on PostgreSQL
	@ENGAGE_TEST_DATABASE=postgres $(BIN)/python -m pytest -n 2 --dist loadfile $(ON_POSTGRES) $(ROOMS_ON_POSTGRES)

lint: .venv/dev ## Style, spelling, templates, unused dependencies
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djlint templates --lint
	$(BIN)/codespell docs *.md engage/core engage/web bench
	$(BIN)/deptry engage analysis

types: .venv/dev ## Types, strictly
	$(BIN)/mypy

contracts: .venv/dev ## The order of the house: no circles, no arrow upward
	$(BIN)/lint-imports

check: lint types contracts test ## Everything CI runs

bench: .venv/dev ## Measure the theme engine beside its references
	@$(BIN)/python -m bench

lock: .venv/dev ## Renew the lock files
	$(BIN)/python -m uv pip compile --quiet --universal --generate-hashes --python-version 3.11 pyproject.toml --extra postgres --extra dask --group dev -o requirements-dev.lock
	$(BIN)/python -m uv pip compile --quiet --universal --generate-hashes --python-version 3.11 pyproject.toml -c requirements-dev.lock -o requirements.lock

clean: ## Remove what was built; instance/ stays
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis build dist

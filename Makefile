# Disappearing Tracks. Plain `make` says what there is.
# Everything is installed into .venv, from the hash-pinned locks only; a second call installs nothing.

PYTHON ?= python3
DEMO_ARGS ?=
RUN_ARGS ?=
PYTEST_ARGS ?= -n auto
FAULTS_ARGS ?=
BENCH_ARGS ?=

BIN := .venv/bin
UV := $(shell command -v uv 2>/dev/null)
COOL_DOWN := 7 days

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help demo run test faults bench lint format lock clean

help: ## Say what there is
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile
	@echo
	@echo '  Another Python:      make demo PYTHON=python3.12'
	@echo '  Options of the demo: make demo DEMO_ARGS="--days 120 --no-serve"'

demo: .venv/.runtime ## Show everything on an invented catalog, without credentials
	@$(BIN)/tracker demo $(DEMO_ARGS)

run: .venv/.runtime ## Start the daemon: jobs and dashboard (RUN_ARGS="--port 8765")
	@$(BIN)/tracker run $(RUN_ARGS)

test: lint ## All gates, then all tests
	@$(BIN)/python -m pytest $(PYTEST_ARGS)

faults: .venv/.dev ## The whole fault model with its table of figures, 25 minutes at most (FAULTS_ARGS="--only core")
	@$(BIN)/python -m tests.faults $(FAULTS_ARGS)

bench: .venv/.dev ## How few calls tell how much: the tables of docs/performance.md (BENCH_ARGS="--quick --seeds 2")
	@test -n '$(BENCH_ARGS)' || $(BIN)/python -m tests.planning
	@$(BIN)/python -m tests.bench $(BENCH_ARGS)

lint: .venv/.dev ## The gates alone: style, format, types, import rings
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/mypy --no-error-summary
	@$(BIN)/lint-imports >.venv/lint-imports.log || { cat .venv/lint-imports.log; exit 1; }
	@echo 'lint: style, format, types and import rings hold'

format: .venv/.dev ## Rewrite the code into the house style
	@$(BIN)/ruff check --fix --quiet .
	@$(BIN)/ruff format --quiet .

# Only releases that have been public for a week get in: most poisoned ones are found within days.
lock: ## Renew requirements*.lock from pyproject.toml (UPGRADE=--upgrade takes newer releases)
	@test -n "$(UV)" || { echo 'make lock needs uv on the PATH: python3 -m pip install uv' >&2; exit 1; }
	@$(call compile,--extra build --extra dev -o requirements-dev.lock)
	@$(call compile,--extra build -c requirements-dev.lock -o requirements.lock)

define compile
uv pip compile pyproject.toml --universal --generate-hashes --quiet --no-header --no-annotate \
	--no-emit-index-url --exclude-newer '$(COOL_DOWN)' $(UPGRADE) $(1)
endef

clean: ## Remove what make made
	@rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

# ------------------------------------------------------------------------------ the environment
# The dev lock holds the runtime lock, so that after `make test` the demo has nothing left to install.
.venv/.runtime: requirements.lock pyproject.toml | .venv/.made
	@$(call install,requirements.lock)
	@touch $@

.venv/.dev: requirements-dev.lock pyproject.toml | .venv/.made
	@$(call install,requirements-dev.lock)
	@touch .venv/.runtime $@

# No isolation: the build backend comes from the lock too, so that nothing unpinned is ever fetched.
SELF := --no-deps --no-build-isolation --editable .
ifneq ($(UV),)
define install
echo 'Installing $(1) into .venv' && \
uv pip install --quiet --python $(BIN)/python --require-hashes --only-binary :all: -r $(1) && \
uv pip install --quiet --python $(BIN)/python $(SELF)
endef
else
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check --no-input
define install
echo 'Installing $(1) into .venv' && \
{ $(BIN)/python -m pip --version >/dev/null 2>&1 || $(BIN)/python -m ensurepip >/dev/null; } && \
$(PIP) install --require-hashes --only-binary :all: -r $(1) && \
$(PIP) install $(SELF)
endef
endif

OLD_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
.venv/.made:
	@$(PYTHON) -c '$(OLD_ENOUGH)' 2>/dev/null || { \
		echo "Python 3.11 or newer is needed, but $(PYTHON) is: $$($(PYTHON) --version 2>&1)." \
			'Try: make demo PYTHON=python3.12' >&2; exit 1; }
	@test -n "$(UV)" || $(PYTHON) -c 'import ensurepip' 2>/dev/null || { \
		echo 'This Python cannot make environments. On Debian or Ubuntu: apt-get install python3-venv' >&2; exit 1; }
	@$(BIN)/python -c '$(OLD_ENOUGH)' 2>/dev/null || { \
		if test -n "$(UV)"; then uv venv --quiet --no-project --clear --python '$(PYTHON)' .venv; \
		else $(PYTHON) -m venv --clear .venv; fi; }
	@touch $@

# Two commands matter: `make run` and `make test`. Python 3.11 or later is all they need.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
  $$p -c 'import sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
PORT ?= 8000
BIN = .venv/bin
PIP = $(BIN)/python -m pip install --quiet --disable-pip-version-check --prefer-binary

help:                    ## what there is to make
	@sed -n 's/^\([a-z]*\):.*## /make \1  /p' Makefile

run: .venv/runs          ## serve a demo company at http://127.0.0.1:8000; PORT=8123 for another port
	@exec $(BIN)/doorstep serve --demo --port $(PORT)

test: .venv/tests        ## the whole suite on SQLite; DATABASE_URL=postgresql://… for PostgreSQL
	@sh tests/browser/install.sh
	@sh tests/mail_server.sh
	$(BIN)/pytest -q -rs -n auto -m "not browser"
	$(BIN)/pytest -q -rs -n auto -m browser || { \
	  echo "Once more, with nothing beside them, those that failed:"; \
	  $(BIN)/pytest -q -rs -m browser --last-failed; }

check: .venv/tests       ## format, lint, layers, types, migrations, deployment, tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(BIN)/mypy
	$(BIN)/python manage.py makemigrations --check --dry-run
	DOORSTEP_HOSTS=https://crm.example $(BIN)/python manage.py check --deploy --fail-level WARNING
	@$(MAKE) --no-print-directory test

bench: .venv/runs       ## every operation beside its floor; ROWS=100000
	@exec $(BIN)/doorstep bench --rows $(ROWS)

.venv/runs: requirements.lock
	@test -n "$(PYTHON)" || { echo "Doorstep needs Python 3.11 or later with venv."; exit 1; }
	@echo "Installing what Doorstep needs into .venv; this takes a minute, once."
	@$(PYTHON) -m venv .venv
	@$(PIP) -r requirements.lock
	@sed 's|@here@|$(CURDIR)|' deploy/doorstep.in > $(BIN)/doorstep && chmod +x $(BIN)/doorstep
	@touch $@

.venv/tests: .venv/runs requirements-dev.lock
	@$(PIP) -r requirements-dev.lock
	@touch $@

.PHONY: help run test check bench

# `make run` and `make test` need Python 3.11 or later, and make.
PYTHON ?= python3
PORT ?= 8000
PY := .venv/bin/python
export PYTHONDONTWRITEBYTECODE ?= 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PORT

.PHONY: run test lint bench import install clean

run: .venv/.run
	@exec $(PY) manage.py run

# A file's tests stay together: those of a browser share its pages.
test: .venv/.dev
	@$(PY) -m pytest -n logical --maxprocesses 4 --dist loadfile

lint: .venv/.dev
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	git ls-files -z 'templates/*.html' | xargs -0 .venv/bin/djade --check --target-version 5.2
	git ls-files -z 'templates/*.html' | xargs -0 .venv/bin/djhtml --check --tabwidth 2
	$(PY) manage.py check
	$(PY) manage.py makemigrations --check --dry-run

bench: .venv/.dev
	@$(PY) -m benchmarks $(BENCH)

# make import FILE=bai-viet.jsonl.gz OPTIONS="--images anh --dry-run"
import: .venv/.run
	@$(PY) manage.py import_articles "$(FILE)" $(OPTIONS)

install: .venv/.run

.venv/.run: pyproject.toml constraints.txt deploy/requirements.py
	@$(PYTHON) deploy/requirements.py check
	@test -x $(PY) || $(PYTHON) -m venv .venv
	@$(PY) deploy/requirements.py > .venv/requirements.txt
	@$(PY) -m pip install --quiet -r .venv/requirements.txt -c constraints.txt
	@touch $@

.venv/.dev: .venv/.run
	@$(PY) deploy/requirements.py dev > .venv/requirements.txt
	@$(PY) -m pip install --quiet -r .venv/requirements.txt -c constraints.txt
	@touch $@

clean:
	rm -rf .venv var/static

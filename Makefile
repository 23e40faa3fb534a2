# Everything that is done to this tree. `make demo` and `make test` set up what they need.

PYTHON ?= python3
BIN := .venv/bin
UV := $(BIN)/uv
WORKERS := $(shell echo $$(( ($$(getconf _NPROCESSORS_ONLN) * 3 + 1) / 2 )))
UV_PACKAGE := $(shell sed -n 's/^\(uv==[0-9.]*\).*/\1/p' requirements-dev.lock)
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)
IN_MEMORY := $(shell grep -q '^tmpfs /dev/shm .*noexec' /proc/mounts || df -k --output=avail /dev/shm 2>/dev/null | \
  awk 'NR == 2 && $$1 > 4000000 {print "TMPDIR=/dev/shm"}')
ASSETS := hatch_build.py assets/package.json assets/package-lock.json $(wildcard assets/*.scss)
COMPILE := $(UV) pip compile -q --universal --generate-hashes --no-header

.PHONY: setup tools peers demo test check lint lock readme picture bench proof clean catalogues

# What the product needs, and no more.
setup: .venv/ready

# What changing the product needs besides: the tests' packages, the linters and the package that makes the locks.
tools: .venv/tools-ready

# uv links files where pip copies them. It is 39 MB, so it goes again where only the product is wanted.
.venv/ready: requirements.lock requirements-build.lock pyproject.toml $(ASSETS)
	@echo "Setting up Python packages (190 MB to fetch, 600 MB on the disk) …"
	@$(PYTHON) -m venv .venv
	@$(BIN)/pip install -q --disable-pip-version-check $(UV_PACKAGE)
	@$(UV) pip install -q --require-hashes -r requirements.lock
	@echo "Compiling the style sheets and fetching the fonts …"
	@$(UV) pip install -q --no-deps --build-constraints requirements-build.lock -e .
	@[ -e .venv/tools-ready ] || $(UV) pip uninstall -q uv
	@touch $@

.venv/tools-ready: requirements-dev.lock .venv/ready
	@echo "Setting up what the tests need (850 MB more on the disk) …"
	@$(BIN)/pip install -q --disable-pip-version-check $(UV_PACKAGE)
	@$(UV) pip install -q --require-hashes -r requirements-dev.lock
	@command -v npm >/dev/null || $(UV) pip install -q --require-hashes -r requirements-build.lock
	@cd assets && PATH="$$PATH:$(CURDIR)/$(BIN)" npm ci --silent
	@touch $@

# Reads the tests once, which keeps what each worker would else work out for itself: their code and that of what they use.
.venv/tests-read: .venv/tools-ready
	@PYTHONDONTWRITEBYTECODE= $(BIN)/pytest --collect-only -q >/dev/null || true  # what is wrong, the run of them says
	@touch $@

# What the tests need from the machine: a browser, Java for the page checker, SSH and WordPress to deliver to, and the
# library that reads calendars for GNOME and KDE, the web servers that the site is put on, and a mail server.
peers:
	command -v chromium-headless-shell >/dev/null && command -v java >/dev/null && [ -x /usr/sbin/sshd ] && \
	  [ -x /usr/sbin/nginx ] && [ -x /usr/sbin/apache2 ] && [ -x /usr/sbin/postfix ] && command -v systemd-analyze >/dev/null && [ -d /usr/share/wordpress ] && \
	  ldconfig -p | grep -q libical.so.3 || { \
	  $(SUDO) apt-get update -q && $(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends \
	  chromium-headless-shell fonts-noto-core default-jre-headless openssh-server libical3 nginx-light apache2 postfix \
	  systemd wordpress php-cli php-mysql mariadb-server-core mariadb-client-core; }

demo: setup
	@$(BIN)/wardpanels demo

# What pip and npm fetch comes while apt unpacks. Three workers for two cores, since a test waits for a third of its time
# for something that it started; and a whole file to a worker: what a file starts once stays its own. What the tests write
# goes into memory where that has 4 GB left, for a disk takes 8 ms to keep each of their many changes.
test:
	@$(MAKE) --no-print-directory -j2 .venv/tests-read peers
	PYTHONDONTWRITEBYTECODE= $(IN_MEMORY) $(BIN)/pytest -n $(WORKERS) --maxprocesses 4 --dist loadfile --no-loadscope-reorder --durations 10

check: lint test

lint: tools
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# The tests' packages agree with the product's, for each lock holds the next. What a copy consists of says who wants
# whom, and the product's own two locks say it there.
lock: tools
	$(COMPILE) --annotation-style line pyproject.toml -o requirements.lock
	$(COMPILE) --annotation-style line --all-extras pyproject.toml -o requirements-extras.lock
	$(COMPILE) --no-annotate --group build --group node -c requirements-extras.lock -o requirements-build.lock
	$(COMPILE) --no-annotate --all-extras --group dev -c requirements-extras.lock -c requirements-build.lock \
	  pyproject.toml -o requirements-dev.lock

# Brings the catalogues up to the English sentences. New ones wait there without a translation and go out in English.
catalogues: setup
	mkdir -p .cache
	$(BIN)/pybabel -q extract -F babel.cfg -k say -k to_translate -k count:1,2 -k Reason:2 --no-location --sort-output \
	  --project="Ward Panels" --version=1 -o .cache/messages.pot .
	$(BIN)/pybabel -q update -i .cache/messages.pot -d publishers/locale -D wardpanels --no-fuzzy-matching \
	  --ignore-obsolete --ignore-pot-creation-date --width=100

# Rewrites the tables and the shown output of the docs and the tutorial; look at the difference before you commit it.
readme: tools
	ACCEPT_GOLDEN=1 $(BIN)/pytest tests/test_readme.py tests/wardpanels/terminal/test_tutorial.py tests/docs/test_living_through_a_year.py tests/docs/test_your_own_borough.py

# Takes the README's picture anew, from the site that the demo published.
picture: tools demo peers
	$(BIN)/python docs/picture.py

# An hour or more. Fewer peers or seconds: `.venv/bin/python -m benchmarks --help`.
bench: tools
	$(BIN)/python -m benchmarks --scale 60,200,700,7700 --date $$(date -u +%F) --out benchmarks/RESULTS.md

# Types docs/run.md on a bare Debian with its own systemd. It needs root. BARE_DEBIAN=FILE keeps the Debian for the next.
proof: tools
	command -v mmdebstrap >/dev/null || { apt-get update -q && apt-get install -y -q --no-install-recommends mmdebstrap; }
	$(BIN)/python -m tests.proof

clean:
	rm -rf .venv dist site newsletter handover copy publishers/static assets/node_modules *.db *.db-wal *.db-shm
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

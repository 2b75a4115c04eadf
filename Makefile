# Every target makes .venv by itself when it is missing or older than the lock.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Tests start hundreds of processes: each would compile the program anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test lint bench fuzz soak endurance torture docs man lock clean

$(VENV)/.ready: requirements.lock requirements-fuzz.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile --only-binary :all: --require-hashes -r requirements-fuzz.lock || echo "atheris is not there for this Python: the tests that need it are skipped"
	@touch $@

demo: $(VENV)/.ready
	@$(BIN)/citecheck check fixtures/demo/essay.txt --replay fixtures/demo/evidence.warc.gz --fail-on never

test: $(VENV)/.ready
	$(BIN)/python -m pytest -n 3 --dist worksteal

lint: $(VENV)/.ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m citecheck.docs --check

bench: $(VENV)/.ready
	$(BIN)/python -m bench

# For each target: seconds of atheris and mutated inputs; before a release 1800 and 20000. JOBS of them run at once.
SECONDS ?= 60
MUTATIONS ?= 500
JOBS ?= 2

fuzz: $(VENV)/.ready
	$(BIN)/python -m fuzz --seconds $(SECONDS) --mutations $(MUTATIONS) --jobs $(JOBS) $(TARGETS)

soak: $(VENV)/.ready
	$(BIN)/python -m bench.soak $(SOAK)

MINUTES ?= 120

endurance: $(VENV)/.ready
	$(BIN)/python -m bench.endurance $(MINUTES)

torture: $(VENV)/.ready
	$(BIN)/python -m bench.torture $(PARTS)

docs: build/docs-venv/.ready
	NO_MKDOCS_2_WARNING=1 build/docs-venv/bin/python -m mkdocs build --strict --clean --quiet

build/docs-venv/.ready: requirements-docs.lock
	$(PYTHON) -m venv build/docs-venv
	build/docs-venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-docs.lock
	@touch $@

man: $(VENV)/.ready
	@mkdir -p build/man
	$(BIN)/python -m citecheck.manpage > build/man/citecheck.1

lock:
	$(BIN)/pip-compile --quiet --extra dev --extra build --generate-hashes --allow-unsafe --strip-extras --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-header --output-file requirements.lock pyproject.toml
	printf 'mkdocs-material>=9.6\n' | $(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-header --output-file requirements-docs.lock -
	printf 'atheris>=3.0\n' | $(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-header --output-file requirements-fuzz.lock -

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache

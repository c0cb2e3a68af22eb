# Each target sets up all it needs on a fresh machine: its own .venv, packages from PyPI.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
OUT := demo-out

.PHONY: demo test tables bench lint clean

$(VENV)/.runtime: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	touch $@

$(VENV)/.dev: $(VENV)/.runtime
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $@

demo: $(VENV)/.runtime  ## most commands once, on small networks and maps; then check the certificates
	@rm -rf $(OUT)
	$(BIN)/exactnet verify examples/regression-1d.net.json --out $(OUT)/regression-1d
	@echo
	$(BIN)/exactnet verify examples/tent-5.net.json --out $(OUT)/tent-5
	@echo
	$(BIN)/exactnet entropy examples/three-cycle.map.json --out $(OUT)/three-cycle
	@echo
	$(BIN)/exactnet orbits examples/three-cycle.map.json --max-period 6 --out $(OUT)/three-cycle
	@echo
	$(BIN)/exactnet entropy examples/logistic.map.json --digits 50 --out $(OUT)/logistic
	@echo
	$(BIN)/exactnet trajectory examples/classifier-2d.net.json --from=-3,0 --to=0,3 --arc --out $(OUT)/classifier-2d
	@echo
	$(BIN)/exactnet regions examples/classifier-2d.net.json --domain box:-3,3 --out $(OUT)/classifier-2d
	@echo
	$(BIN)/exactnet betti examples/shells-2d.net.json --domain box:0,1 --out $(OUT)/shells-2d
	@echo
	$(BIN)/exactnet layers examples/shells-2d.net.json --domain box:0,1 --out $(OUT)/shells-2d
	@echo
	$(BIN)/exactnet stability examples/classifier-2d.net.json --domain box:-3,3 --out $(OUT)/classifier-2d
	@echo
	$(BIN)/exactnet criteria examples/classifier-2d.net.json --domain box:-3,3 --out $(OUT)/classifier-2d
	@echo
	$(BIN)/exactnet distance examples/classifier-2d.net.json examples/shells-2d.net.json --norm linf --domain box:-1,1 --out $(OUT)/distance
	@echo
	$(BIN)/exactnet solve examples/tent-5.net.json --reach 'F > 1' --out $(OUT)/tent-5
	@echo
	$(BIN)/exactnet compare-budgets --inputs 2 --budget 12 --out $(OUT)/budgets
	@echo
	$(BIN)/exactnet search examples/conjectures/period-three.toml
	@echo
	$(BIN)/exactnet check $(OUT)/*
	@echo "The certificates lie in $(CURDIR)/$(OUT)."

test: $(VENV)/.dev  ## the whole test suite
	$(BIN)/python -m pytest -n 2 -q

tables: $(VENV)/.runtime  ## rebuild the published tables, compare byte for byte, and check them by their certificates alone
	$(BIN)/exactnet table proofs/published/*.toml --verify proofs/published --jobs 2
	$(BIN)/exactnet table --check proofs/published --jobs 2

bench: $(VENV)/.dev  ## measure; prints ratios and rates
	$(BIN)/python benchmarks/interval.py
	$(BIN)/python benchmarks/dynamics.py
	$(BIN)/python benchmarks/regions.py
	$(BIN)/python benchmarks/topology.py
	$(BIN)/python benchmarks/layers.py
	$(BIN)/python benchmarks/kneading.py
	$(BIN)/python benchmarks/distances.py
	$(BIN)/python benchmarks/curves.py
	$(BIN)/python benchmarks/trajectories.py
	$(BIN)/python benchmarks/smt.py
	$(BIN)/python benchmarks/search.py

lint: $(VENV)/.dev  ## what CI checks besides the tests
	$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy && $(BIN)/lint-imports

clean:
	rm -rf $(VENV) $(OUT)

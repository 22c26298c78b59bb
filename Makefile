# What one does with Arbitre from a fresh clone. Needs Rust (cargo) and a C linker; Python 3 for what lies in
# $(ARBITRE_SHARED): the reference referee and the generator of portfolios.

export ARBITRE_SHARED ?= ../shared

CARGO := $(shell command -v cargo || echo "$$HOME/.cargo/bin/cargo")
PYTHON ?= python3
ARBITRE := target/release/arbitre
CASE := scenarios/feuille-de-route
DEMO := target/demo
REFEREE := $(ARBITRE_SHARED)/tools/check_plan.py

.PHONY: help tools build demo test test-clients lint bench bench-service bench-jobs bench-compare bench-frontier bench-meeting bench-public bench-growth test-dossier

# To those who look after the tests of clients, not to the program, which knows its variables.
unexport ARBITRE_CLIENTS ARBITRE_BROWSER
CLIENTS := ARBITRE_CLIENTS=$(ARBITRE_CLIENTS) PYTHON="$(PYTHON)" tests/clients/run.sh
BROWSER := ARBITRE_BROWSER=$(ARBITRE_BROWSER) PYTHON="$(PYTHON)" tests/dossier/run.sh

help:
	@echo "make demo    plan the reference portfolio as it stands and as scenario B, check both plans, and make a dossier"
	@echo "make test    run all tests"
	@echo "make test-clients"
	@echo "             those of clients that nobody here wrote: grpcio, gRPC-Web; installs them into target/clients"
	@echo "make test-dossier"
	@echo "             open dossiers in Chromium; installs what drives it into target/dossier"
	@echo "make lint    formatting and clippy, warnings refused"
	@echo "make bench   measure the engine beside its peers, over three seeds; ARGS='--only week --no-peers' for others, or less"
	@echo "make bench-growth"
	@echo "             time to a gap of 12 % and memory from 69 to 10,000 projects; ARGS='--sizes 300,1000 --seeds 1' for less"
	@echo "make bench-meeting"
	@echo "             measure answers to single changes, beside cold runs; ARGS='--questions 10 --cold-seconds 5' for less"
	@echo "make bench-public"
	@echo "             public scheduling instances, by the kernel and by OR-Tools CP-SAT; ARGS='--set j60 --seconds 20 --every 20'"
	@echo "make bench-service"
	@echo "             measure what the service adds: overhead, latency beside 200 callers, memory, cancelling"
	@echo "make bench-jobs"
	@echo "             measure durable jobs: the queue's part, two workers, 100,000 waiting, warm nights, nights with kills"
	@echo "make bench-compare"
	@echo "             scenarios planned together beside each planned alone: 90 s, then 60 s for each, over three seeds"
	@echo "make bench-frontier"
	@echo "             what external spend buys, by the engine and by OR-Tools CP-SAT, 180 s each (pip install ortools)"
	@echo "make build   build $(ARBITRE)"

tools:
	@command -v "$(CARGO)" > /dev/null || { \
	  echo "cargo was not found: install Rust 1.90 or newer, by https://rustup.rs or your system's packages" >&2; exit 1; }
	@command -v cc > /dev/null || { \
	  echo "cc was not found: install a C compiler, such as gcc; Rust links with it" >&2; exit 1; }

build: tools
	@"$(CARGO)" build --release

demo: build
	@mkdir -p $(DEMO)
	@echo "Planning $(CASE) as it stands, own people only: 30 s"
	@$(ARBITRE) plan $(CASE)/portfolio.json --seconds 30 --out $(DEMO)/plan.json > $(DEMO)/report.txt
	@echo "Planning scenario B, part of the work bought: 20 s"
	@$(ARBITRE) apply $(CASE)/portfolio.json $(CASE)/b.json --out $(DEMO)/portfolio-b.json
	@echo >> $(DEMO)/report.txt
	@$(ARBITRE) plan $(CASE)/portfolio.json --scenario $(CASE)/b.json --seconds 20 --out $(DEMO)/plan-b.json \
	  >> $(DEMO)/report.txt
	@cat $(DEMO)/report.txt
	@echo
	@echo "arbitre check:"
	@$(ARBITRE) check $(CASE)/portfolio.json $(DEMO)/plan.json
	@$(ARBITRE) check $(CASE)/portfolio.json $(DEMO)/plan-b.json --scenario $(CASE)/b.json
	@if ! [ -f "$(REFEREE)" ]; then \
	  echo "check_plan.py: LEFT OUT, $(REFEREE) is not there; ARBITRE_SHARED says where to look"; \
	elif ! command -v "$(PYTHON)" > /dev/null; then \
	  echo "check_plan.py: LEFT OUT, install Python 3 to run it"; \
	else \
	  echo "check_plan.py:"; \
	  "$(PYTHON)" "$(REFEREE)" $(CASE)/portfolio.json $(DEMO)/plan.json && \
	  "$(PYTHON)" "$(REFEREE)" $(DEMO)/portfolio-b.json $(DEMO)/plan-b.json; \
	fi
	@echo
	@echo "Comparing scenarios A, B and C for the committee: 40 s"
	@$(ARBITRE) compare $(CASE)/portfolio.json $(CASE)/a.json $(CASE)/b.json $(CASE)/c.json --seconds 40 --propose 2 --lang fr \
	  --out $(DEMO)/comparison --html $(DEMO)/dossier.html --xlsx $(DEMO)/dossier.xlsx > $(DEMO)/comparison.txt
	@echo
	@echo "The plans: $(DEMO)/plan.json, $(DEMO)/plan-b.json; the report: $(DEMO)/report.txt"
	@echo "The dossier: $(DEMO)/dossier.html, $(DEMO)/dossier.xlsx"

# All of them, whatever fails. Clients and the examples in the documentation first, so that the last summary is that of
# the engine's tests.
test: build
	@failed=; \
	$(CLIENTS) || failed="$$failed clients"; \
	$(BROWSER) || failed="$$failed dossier"; \
	"$(CARGO)" test --release --doc || failed="$$failed examples"; \
	"$(CARGO)" test --release --lib --bins --tests --no-fail-fast || failed="$$failed tests"; \
	if [ -n "$$failed" ]; then echo "FAILED:$$failed" >&2; exit 1; fi

test-clients: build
	@$(CLIENTS)

test-dossier: build
	@$(BROWSER)

lint: tools
	@"$(CARGO)" fmt --check
	@"$(CARGO)" clippy --release --all-targets -- -D warnings

bench: tools
	@"$(CARGO)" bench --bench portfolio -- $(ARGS)

bench-compare: build
	@"$(PYTHON)" benches/compare/beside.py $(CASE)/portfolio.json $(CASE)/a.json $(CASE)/b.json $(CASE)/c.json $(ARGS)

bench-frontier: build
	@"$(PYTHON)" benches/frontier/beside.py $(CASE)/portfolio.json --scenario $(CASE)/b.json $(ARGS)

bench-meeting: build
	@"$(PYTHON)" benches/meeting/main.py $(ARGS)

bench-public: build
	@"$(PYTHON)" benches/public/main.py $(ARGS)

bench-growth: build
	@"$(PYTHON)" benches/growth/main.py $(ARGS)

LARGE := target/bench/random-5000.json

# The running program first, with Python's clients; then, in one process, against the library.
bench-service: build
	@tests/clients/setup.sh; [ $$? != 3 ] || { echo "*** LEFT OUT: what clients of the running program see" >&2; exit 0; }; \
	  target/clients/venv/bin/python benches/service/running.py $(ARGS)
	@mkdir -p $(dir $(LARGE))
	@if [ -f "$(ARBITRE_SHARED)/tools/make_portfolio.py" ]; then \
	  "$(PYTHON)" "$(ARBITRE_SHARED)/tools/make_portfolio.py" random --projects 5000 --seed 1 > $(LARGE) && \
	  "$(CARGO)" bench --quiet --bench service -- --large $(LARGE); \
	else \
	  echo "*** LEFT OUT: 5,000 projects; make_portfolio.py is not in $(ARBITRE_SHARED)" >&2; \
	  "$(CARGO)" bench --quiet --bench service; \
	fi

DAYS := target/bench/days
NIGHT := target/bench/night
NIGHT_JOBS := 500
NIGHT_STEPS := 300
MAKE_PORTFOLIO := $(ARBITRE_SHARED)/tools/make_portfolio.py

# Thirty portfolios for a night after a night; and those of a night with kills, of 20 to 300 projects. On an embedded
# store, and on JetStream where STORES names a server as well: STORES="sqlite:FILE nats://HOST:PORT".
bench-jobs: build
	@rm -rf $(DAYS) $(NIGHT) target/bench/jobs.db* && mkdir -p $(DAYS) $(NIGHT)
	@if [ -f "$(MAKE_PORTFOLIO)" ]; then \
	  for seed in $$(seq 1 30); do \
	    "$(PYTHON)" "$(MAKE_PORTFOLIO)" random --projects $$((10 + 7 * seed)) --seed $$seed > $(DAYS)/p$$seed.json || exit 1; \
	  done; \
	  for seed in $$(seq 1 $(NIGHT_JOBS)); do \
	    "$(PYTHON)" "$(MAKE_PORTFOLIO)" random --projects $$((20 + 280 * seed / $(NIGHT_JOBS))) --seed $$seed \
	      > $(NIGHT)/p$$seed.json || exit 1; \
	  done; \
	else \
	  echo "*** LEFT OUT: warm nights; and nights with kills are of the reference portfolio alone:" \
	    "make_portfolio.py is not in $(ARBITRE_SHARED)" >&2; \
	  cp $(CASE)/portfolio.json $(NIGHT)/; \
	fi
	@"$(CARGO)" bench --quiet --bench jobs -- --folder $(DAYS) \
	  $(foreach store,$(or $(STORES),sqlite:target/bench/jobs.db),--store $(store)) $(ARGS)
	@ARBITRE_JOBS_NIGHT=$(NIGHT_JOBS) ARBITRE_JOBS_STEPS=$(NIGHT_STEPS) ARBITRE_JOBS_PORTFOLIOS=$(NIGHT) \
	  "$(CARGO)" test --release --test jobs -- --nocapture --test-threads=1 a_night

# Every habit has a name. `make` alone lists them.

.DEFAULT_GOAL := help
.PHONY: help demo demo-fleet test test-crash bench bench-quick check build format simulate mutants fuzz transcripts

# The program reads these, and DEMO_RATE, DEMO_CLIENTS and DEMO_SECONDS, from its environment.
# Make hands on by itself what is set as in `make demo DEMO_RATE=1000`.
export DEMO_FROM ?= 15
export DEMO_TO ?= 17

help: ## list the habits
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 12

demo: ## migrate a database under load here, from DEMO_FROM to DEMO_TO (REPORT=FILE keeps its figures, PAGE=FILE the report as a page)
	scripts/setup demo $(DEMO_FROM) $(DEMO_TO)
	swift build -c release --static-swift-stdlib --product apus
	.build/release/apus demo $(if $(REPORT),--report $(REPORT)) $(if $(PAGE),--page $(PAGE))

demo-fleet: ## carry shared files to three repositories here, with a canary (PAGE=FILE keeps the page)
	scripts/setup demo-fleet
	swift build -c release --static-swift-stdlib --product apus
	swift build -c release --static-swift-stdlib --product fleet-forge
	Examples/fleet/demo $(or $(PAGE),fleet.html)

test: ## run every test; the last line counts them
	scripts/setup test
	scripts/test

test-crash: ## kill the program, and break the world, at every effect: about an hour
	scripts/setup test
	scripts/test-crash

bench: ## measure against what people use today: hours; figures in bench.json and bench.md
	scripts/setup bench
	scripts/bench full

bench-quick: ## the same at a tenth of the size, in about ten minutes
	scripts/setup bench
	scripts/bench quick

check: ## what CI says about layout, imports and warnings
	swift format lint --strict --recursive Package.swift Sources Tests Benchmarks
	swift build --build-tests --explicit-target-dependency-import-check error
	@if command -v shellcheck >/dev/null; then \
	    shellcheck -x scripts/setup scripts/bench scripts/test scripts/test-crash scripts/postgres-servers scripts/lib/* Tests/*.sh; \
	else echo "not run: shellcheck is not installed"; fi

build: ## build the program
	scripts/setup build
	swift build --product apus

format: ## lay the sources out
	swift format --in-place --recursive Package.swift Sources Tests

simulate: ## run the simulation (SEED=N replays one course of events, SEEDS=N runs more)
	scripts/simulate

mutants: ## break the core on purpose and see who notices
	scripts/mutants

transcripts: ## write down anew what the program says; the difference is for the reviewer
	APUS_RECORD=1 swift test --filter '^TranscriptTests'

fuzz: ## feed mutated inputs to every reader (FUZZ_SECONDS=60 for each)
	scripts/fuzz

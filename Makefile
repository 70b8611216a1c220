# Every command of the project. `make` lists them; `make run` and `make test` need nothing to be set up before.

.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c

# What `make run` hands to the program besides its own options: make run ARGS="--port-offset 10000"
ARGS ?=
# The test targets to build and run, by the names of their folders: make test ONLY=Enrollment,Postgres
ONLY ?=

# How many tests run at once: each brings servers, and a queue of hundreds would only wait for each other.
WIDTH ?= 6

DATA := data
DEBUG := .build/debug
RELEASE := .build/release
SWIFT_FILES := Sources Tests Tools Package.swift $(wildcard Benchmarks)
# An import that the manifest does not declare fails the build. Trust the exit status: SwiftPM prints "complete" anyway.
BUILD := swift build --explicit-target-dependency-import-check error
SELECT := $(if $(ONLY),ELYMICA_TESTS=$(ONLY))

.NOTPARALLEL:

.PHONY: help
help: ## List these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: run
run: release ## Build and start a campus with demo data on this machine
	exec $(RELEASE)/elymica up --demo --data-directory $(DATA) $(ARGS)

.PHONY: test
test: build ## Build and run all tests, or some: make test ONLY=Enrollment
	@$(SELECT) SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH=$(WIDTH) swift test --skip-build --disable-xctest 2>&1 \
		| tee .build/tests.log \
		|| { echo; echo "What failed (all of it is in .build/tests.log):"; grep -aE '^(✘|↳)' .build/tests.log; exit 1; }

.PHONY: check
check: lint tidy build openapi migrations ## Check style, boundaries, API documents and migrations

.PHONY: format
format: ## Format all Swift files
	swift format --in-place --parallel --recursive $(SWIFT_FILES)

.PHONY: bench
bench: release ## Measure reads, sign-ins, ledger and tutor against bounds of the same run
	@Scripts/setup.sh build bench
	$(BUILD) -c release --product upstream-stub --static-swift-stdlib
	Scripts/bench.sh $(RELEASE)/elymica

.PHONY: db
db: ## Open psql on the running embedded database
	@test -f $(DATA)/postgres.socket || { echo "No embedded database runs in $(DATA)/: start one with make run."; exit 1; }
	psql -h "$$(cat $(DATA)/postgres.socket)" -U elymica_admin elymica

.PHONY: slow-types
slow-types: setup ## List functions and expressions that take the compiler more than 200 ms
	@mkdir -p .build
	swift build --scratch-path .build/slow-types -Xswiftc -no-warnings-as-errors \
		-Xswiftc -Xfrontend -Xswiftc -warn-long-function-bodies=200 \
		-Xswiftc -Xfrontend -Xswiftc -warn-long-expression-type-checking=200 >.build/slow-types.log 2>&1 \
		|| { tail -n 40 .build/slow-types.log; exit 1; }
	@grep -E '^/.*warning: .* took [0-9]+ms' .build/slow-types.log | grep -v '/checkouts/' | sort -u || echo "None."

.PHONY: clean
clean: ## Remove what was built; the data directory stays
	rm -rf .build

# Steps of the commands above.

.PHONY: setup
setup:
	@Scripts/setup.sh build tests

.PHONY: build
build: setup
	$(SELECT) $(BUILD) --build-tests

.PHONY: release
release:
	@Scripts/setup.sh build
	@test -x $(RELEASE)/elymica || echo "The first release build takes some minutes; later ones take seconds."
	$(BUILD) -c release --product elymica --static-swift-stdlib

.PHONY: lint
lint: setup
	swift format lint --strict --parallel --recursive $(SWIFT_FILES)

.PHONY: tidy
tidy: setup
	$(BUILD) --product tidy
	$(DEBUG)/tidy --self-test
	$(DEBUG)/tidy

.PHONY: openapi
openapi: build
	$(DEBUG)/elymica openapi --check docs/openapi

.PHONY: migrations
migrations: build
	$(DEBUG)/elymica migrate --print | Scripts/check-migrations.sh

# Aufbau: the commands that a person types. `make` alone lists them.

SWIFT ?= swift
PREFIX ?= /usr/local
DESTDIR ?=

COMMANDS = simulate molecule scan
# The Swift runtime goes into the commands, so that they run where no toolchain is installed.
BUILD_FLAGS = -c release --static-swift-stdlib
BIN = .build/release
# Tests run optimized; their flags differ, so they keep their own folder and neither build undoes the other.
TEST_FLAGS = -c release -Xswiftc -enable-testing --scratch-path .build/testing
SOURCES = Sources Tests Package.swift

.DEFAULT_GOAL := help
BENCH ?=
ROUNDS ?= 5
.PHONY: help deps deps-list toolchain build test lint demo install uninstall notebooks bench-simulator bench-operators bench-chemistry format clean

help:  ## list the commands
	@echo 'make COMMAND, where COMMAND is one of'
	@sed -n 's/^\([a-z-]*\):[^#]*## */  \1|/p' $(MAKEFILE_LIST) | awk -F'|' '{printf "%-16s %s\n", $$1, $$2}'

deps:  ## install the system packages that are missing (as root or with sudo)
	@.ci/deps install

deps-list:  ## print the system packages that are missing; install nothing
	@.ci/deps list

toolchain: deps
	@.ci/swift-present $(SWIFT)

build: toolchain  ## build the commands in release mode, into .build/release
	@for command in $(COMMANDS); do $(SWIFT) build $(BUILD_FLAGS) --product $$command || exit 1; done

test: toolchain lint  ## check the format, then build and run every test
	$(SWIFT) test $(TEST_FLAGS) --disable-xctest

lint: toolchain  ## check the format of every Swift file
	$(SWIFT) format lint --strict --parallel --recursive $(SOURCES)

demo: build  ## an H2 energy surface and a circuit file, start to finish
	@SIMULATE=$(BIN)/simulate SCAN=$(BIN)/scan .ci/demo

install: build  ## put the three commands under PREFIX (default /usr/local)
	@.ci/install $(BIN) "$(DESTDIR)$(PREFIX)" $(COMMANDS)

uninstall:  ## take away what install put under PREFIX
	rm -rf "$(DESTDIR)$(PREFIX)/libexec/aufbau"
	rm -f $(COMMANDS:%="$(DESTDIR)$(PREFIX)/bin/%")

notebooks: toolchain  ## execute every notebook in place (STRICT=1: fail where the Swift kernel cannot run)
	@SWIFT="$(SWIFT)" BUILD_FLAGS="$(TEST_FLAGS)" STRICT="$(STRICT)" Notebooks/kernel/execute Notebooks/*.ipynb

bench-simulator: build  ## time simulate against its peers (BENCH="--circuits qft_n20 --rounds 7", see Benchmarks/README.md)
	@SIMULATE=$(BIN)/simulate SWIFT="$(SWIFT)" Benchmarks/Comparisons/run $(BENCH)

bench-operators: toolchain  ## time the operator algebra against ffsim, OpenFermion, Qiskit and fast_pauli (ROUNDS=5)
	@SWIFT="$(SWIFT)" Benchmarks/Comparisons/operators/run --rounds "$(ROUNDS)"

bench-chemistry: toolchain  ## time integrals, mean fields, CI and CCSD against PySCF and ffsim (ROUNDS=5)
	@SWIFT="$(SWIFT)" Benchmarks/Comparisons/chemistry/run --rounds "$(ROUNDS)"

format:  ## rewrite every Swift file in the project's format
	$(SWIFT) format --in-place --parallel --recursive $(SOURCES)

clean:  ## remove everything that was built
	rm -rf .build .demo

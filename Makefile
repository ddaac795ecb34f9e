# Lindung. Two commands: `make run` and `make test`. The rest is for those who build it.
SHELL := /bin/bash
BUILD ?= build/meson
export BUILD

.PHONY: all build setup run test check check-engines bench bench-padan fuzz format clean sanitize
all: build

build: $(BUILD)/build.ninja
	@ninja -C $(BUILD) --quiet
	@mkdir -p build
	@cp -u --remove-destination $(BUILD)/src/lindung build/lindung
	@[ ! -e $(BUILD)/padan/cli/padan ] || cp -u --remove-destination $(BUILD)/padan/cli/padan build/padan

$(BUILD)/build.ninja:
	@tools/setup
	@meson setup $(BUILD) >/dev/null

setup:
	@tools/setup

run: setup build
	@tools/run

test: setup build
	@tests/run

check: setup build
	@tools/check

# Random histories of commands on both engines; FIRST=k starts elsewhere.
check-engines: setup build
	@HISTORIES=$${HISTORIES:-10000} $(BUILD)/tests/test_check_engines

check-papers: setup build
	@tools/check-papers

bench: setup build
	@tests/bench/run

bench-padan: setup build
	@tests/bench/run_padan

fuzz: setup
	@tests/fuzz/run

sanitize: setup
	@tests/run --sanitize-only

format:
	@git ls-files '*.c' '*.h' | xargs clang-format -i

clean:
	rm -rf build

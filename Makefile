# Each target does its own set-up, and does it once.
#   make run     builds the product and starts it on http://127.0.0.1:3000 with sample data
#   make test    all tests, those in a browser included
#   make dev     the debug server; compile errors come faster, the program is slower
#   make check   what a commit must pass: format, lints, quick tests
#   make build   target/dist/change-mgmt, one file that holds everything
#   make sqlx    after a change of SQL or of a migration: refreshes server/store/.sqlx
# Less often: setup (only the set-up), site (only the browser's part), lighthouse (audits a running server), clean.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help run dev test check bench build setup site sqlx lighthouse clean

ADDRESS ?= 127.0.0.1:3000

help:
	@sed -n 's/^# \{0,2\}//p' Makefile | head -n 9

run: build
	@script/setup-postgres.sh
	@echo "http://$(ADDRESS)"
	@exec target/dist/change-mgmt serve --sample --data-dir .data --listen $(ADDRESS)

dev: site
	@script/setup-postgres.sh
	@cargo build -p server
	@echo "http://$(ADDRESS)"
	@exec target/debug/change-mgmt serve --sample --data-dir .data --listen $(ADDRESS)

test:
	@script/test.sh

check:
	@script/check.sh

build: site
	@script/dist.sh

setup:
	@script/setup-npm.sh
	@script/setup-wasm.sh >/dev/null
	@script/setup-postgres.sh
	@script/setup-chromium.sh >/dev/null

site:
	@script/site.sh

sqlx:
	@script/sqlx.sh

ifneq ($(wildcard script/bench.sh),)
bench:
	@script/bench.sh
endif

lighthouse:
	@ADDRESS=$(ADDRESS) script/lighthouse.sh

clean:
	cargo clean
	rm -rf node_modules

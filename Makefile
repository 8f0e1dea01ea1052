# Berth's verbs. Each sets up what is missing and installs nothing that is there.

SHELL := bash
export PATH := $(CURDIR)/target/tools/bin:$(CURDIR)/target/tools/cargo-deb/bin:$(CURDIR)/end2end/node_modules/.bin:$(PATH)

# Never the whole workspace at once: `app` is built for the server or for the browser, not both.
SERVER := -p model -p app -p ftp -p import -p services -p server --features app/ssr
BROWSER := -p frontend --features hydrate --target wasm32-unknown-unknown

STEP := .ci/step

.PHONY: run build dist package dev test test-rust test-rust-build test-postgres test-wasm test-rest test-browser test-package screenshot check bench bench-accounts bench-audit bench-events bench-import bench-ftp bench-sessions audit setup setup-test clean
.NOTPARALLEL:

## Builds the release, then serves the panel and FTP, with a subscription to try
run: build
	target/release/berth serve --demo

## Builds target/release/berth, with the browser's half inside
build: setup
	$(STEP) "Release build" .ci/build

## What is shipped, target/dist/berth: slow to build, quick and small
dist: setup
	$(STEP) "Build to ship" .ci/build dist

## The same as a Debian package and as a tarball, in target/dist
package: dist
	.ci/setup package
	$(STEP) "Packages" .ci/package dist

## Rebuilds, restarts and reloads open pages at each change
dev: setup
	bundler watch serve --demo

## Every test: Rust, on SQLite and on PostgreSQL, what is in the WebAssembly, the browser's, the package
test: setup-test test-rust test-postgres build test-wasm test-rest test-browser test-package

test-rust: test-rust-build
	$(STEP) "Rust tests" .ci/test-rust $(SERVER)

test-rust-build: setup-test
	$(STEP) "Rust tests: build" cargo test $(SERVER) --no-run

## The use cases, the command line and the panel on PostgreSQL, which this starts and ends
test-postgres: setup-test
	$(STEP) "Rust tests on PostgreSQL" .ci/test-postgres $(SERVER)

## No server code in the WebAssembly; and how much a browser loads
test-wasm: build
	$(STEP) "WebAssembly: no server code, sizes" .ci/test-wasm

## The REST API, called with what is made up from its description; TypeScript types that are made from it
test-rest: setup-test build
	$(STEP) "REST API" .ci/test-rest

test-browser: setup-test build
	$(STEP) "Browser tests" npm test --prefix end2end

## The package, installed in a Debian that systemd boots; needs root
test-package: build
	.ci/setup test-package
	$(STEP) "Package" .ci/test-package

## The README's screenshot
screenshot: setup-test build
	npm run screenshot --prefix end2end

## Formatting and lints; warnings are errors
check: setup
	$(STEP) "Formatting" cargo fmt --check
	$(STEP) "Types of the browser tests" npm run --silent typecheck --prefix end2end
	$(STEP) "Clippy, server" cargo clippy $(SERVER) --all-targets -- -D warnings
	$(STEP) "Clippy, browser" cargo clippy $(BROWSER) -- -D warnings
	$(STEP) "Clippy, bundler" cargo clippy -p bundler --all-targets -- -D warnings

## Prints one table: size, pages a second, FTP
bench: build
	.ci/setup bench
	python3 end2end/bench/bench.py

## Lists of 100,000 accounts: median and 95th percentile of each
bench-accounts: build
	.ci/setup bench
	python3 end2end/bench/bench_accounts.py

## Pages of an audit log of 10,000,000 rows beside one of 1,000
bench-audit: build
	python3 end2end/bench/bench_audit.py

## FTP uploads with a million events queued beside those with none
bench-events: build
	python3 end2end/bench/bench_events.py

## Imports of 100,000 FTP accounts beside those of 1,000
bench-import: build
	python3 end2end/bench/bench_import.py

## The same for FTP beside vsftpd, ProFTPD and Pure-FTPd, and under a flood; needs root
bench-ftp: build
	.ci/setup bench-ftp
	$(STEP) "FTP engine alone" cargo build --release -p ftp --example serve
	python3 end2end/bench/bench_ftp.py

## What 10,000 idle FTP sessions cost
bench-sessions: build
	python3 end2end/bench/bench_sessions.py

## Known vulnerabilities, licences and origins of what Berth is built from; needs the network
audit:
	@cargo deny --version >/dev/null 2>&1 || { echo "audit: cargo-deny is missing: cargo install --locked cargo-deny" >&2; exit 1; }
	cargo deny check
	npm audit --package-lock-only --prefix end2end

setup:
	@$(STEP) "Setup" .ci/setup build

setup-test: setup
	@$(STEP) "Setup for tests" .ci/setup test

## Removes what was built, and nothing of what is installed
clean:
	rm -rf target end2end/test-results end2end/playwright-report end2end/screenshots

#!/usr/bin/env bash
# What a commit must pass: format, lints, the tests that need no browser. Under three minutes when warm.
set -euo pipefail
# shellcheck source=script/lib.sh
source "$(dirname "$0")/lib.sh"

script/setup-postgres.sh

say "format"
cargo fmt --all --check
if have shellcheck; then shellcheck -x script/*.sh .ci/run; fi

say "lints"
cargo clippy --quiet --workspace --exclude frontend --exclude bundle --all-targets -- -D warnings
CARGO_TARGET_DIR=target/front cargo clippy --quiet -p bundle --all-targets -- -D warnings
# The browser's half under its own features. Where the compiler for WebAssembly has no clippy, building it is the check.
calling=$(script/setup-wasm.sh)
mapfile -t cargo <<<"$calling"
driver=clippy-driver
lint=()
for word in "${cargo[@]}"; do
    [[ $word == RUSTC=/usr/bin/rustc ]] && driver=/usr/bin/clippy-driver
    [[ $word == build ]] && word=check
    lint+=("$word")
done
if have "$driver"; then
    env CARGO_TARGET_DIR=target/front RUSTC_WORKSPACE_WRAPPER="$driver" CLIPPY_ARGS=-Dwarnings \
        "${lint[@]}" --quiet --target wasm32-unknown-unknown -p frontend
fi

say "tests"
packages=(-p domain -p app -p store -p engine -p server)
if have cargo-nextest; then
    exec cargo nextest run "${packages[@]}" --lib --no-fail-fast "$@"
fi
exec cargo test "${packages[@]}" --lib --no-fail-fast "$@"

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
# The browser's half, where the compiler for WebAssembly has its clippy; elsewhere `make site` compiles it.
calling=$(script/setup-wasm.sh)
if [[ $calling == $'cargo\nbuild' ]]; then
    CARGO_TARGET_DIR=target/front cargo clippy --quiet --target wasm32-unknown-unknown --profile wasm-release \
        -p app -p frontend --features app/hydrate -- -D warnings
fi

say "tests"
packages=(-p domain -p analysis -p app -p store -p engine -p server)
if have cargo-nextest; then
    exec cargo nextest run "${packages[@]}" --lib --no-fail-fast "$@"
fi
exec cargo test "${packages[@]}" --lib --no-fail-fast "$@"

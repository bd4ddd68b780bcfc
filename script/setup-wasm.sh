#!/usr/bin/env bash
# A compiler for WebAssembly. Prints how to call cargo for it, one word a line: environment, command, options.
#   1. the toolchain in use, when it has the target; else `rustup target add`
#   2. else Debian's `rustc-web` with the standard library built from its source; CHANGE_MGMT_WASM=debian chooses it
set -euo pipefail
# shellcheck source=script/lib.sh
source "$(dirname "$0")/lib.sh"

target=wasm32-unknown-unknown
has_target() { [[ ${CHANGE_MGMT_WASM:-} != debian ]] && have rustc && compgen -G "$(rustc --print sysroot)/lib/rustlib/$target/lib/libstd-*.rlib" >/dev/null; }
has_web() {
    [[ -x /usr/bin/cargo && -x /usr/bin/rustc && -x /usr/bin/rust-lld ]] &&
        compgen -G "/usr/lib/rustlib/src/rust/library/Cargo.lock" >/dev/null
}

if ! has_target && ! has_web; then
    if have rustup && [[ ${CHANGE_MGMT_WASM:-} != debian ]]; then
        say "looking for the Rust target $target"
        timeout 90 rustup target add "$target" >/dev/null 2>&1 || true
    fi
    if ! has_target; then
        can_apt || die "Rust has no target $target. Install it: rustup target add $target
       or, on Debian: sudo apt-get install rustc-web cargo-web rust-web-src rust-web-llvm"
        apt_install "a Rust compiler for WebAssembly" rustc-web cargo-web rust-web-src rust-web-llvm
        # rust-lld is a link to the linker of one LLVM version, which another package holds.
        has_web || apt_install "the WebAssembly linker" "$(basename "$(readlink /usr/bin/rust-lld || echo lld)")"
        has_web || die "Debian's rustc-web came without its source or its linker"
    fi
fi

if has_target; then
    printf '%s\n' cargo build
else
    printf '%s\n' RUSTC=/usr/bin/rustc RUSTC_BOOTSTRAP=1 /usr/bin/cargo build -Zbuild-std=std,panic_abort
fi

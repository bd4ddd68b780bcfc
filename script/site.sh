#!/usr/bin/env bash
# Builds target/site: the WASM application, its script, the style, fonts and icons, all ready to be served.
# Does nothing, quickly, when no source is newer than the last build.
set -euo pipefail
# shellcheck source=script/lib.sh
source "$(dirname "$0")/lib.sh"

mkdir -p target
exec 9>target/site.lock
if have flock; then flock 9; fi

stamp=target/front/site.stamp
sources=(Cargo.toml Cargo.lock .cargo app/Cargo.toml app/src app/domain frontend style public package-lock.json
    script/site.sh script/setup-wasm.sh)
up_to_date() {
    [[ -f $stamp && -s target/site/manifest.json && -f target/site/.inputs ]] || return 1
    local -a existing=()
    local source
    for source in "${sources[@]}"; do [[ -e $source ]] && existing+=("$source"); done
    [[ -z $(find "${existing[@]}" -newer "$stamp" -print -quit) ]]
}
up_to_date && exit 0

script/setup-npm.sh
calling=$(script/setup-wasm.sh)
mapfile -t cargo <<<"$calling"

mkdir -p target/front
touch target/front/begun # A source that changes while this runs is newer than the build.
export CARGO_TARGET_DIR=$ROOT/target/front

say "compiling the application to WebAssembly"
env "${cargo[@]}" --quiet --target wasm32-unknown-unknown --profile wasm-release -p frontend
cargo build --quiet -p bundle

say "bundling the site"
node_modules/.bin/tailwindcss --input style/main.css --output target/front/app.css --minify 2>target/front/tailwind.log ||
    { cat target/front/tailwind.log >&2; die "the style does not compile"; }
target/front/debug/bundle target/front/wasm32-unknown-unknown/wasm-release/frontend.wasm target/front/app.css \
    public target/site inter.woff2=node_modules/@fontsource-variable/inter/files/inter-latin-wght-normal.woff2
mv target/front/begun "$stamp"

size() { wc -c <"$1" | awk '{printf "%.0f kB", $1 / 1000}'; }
for wasm in target/site/pkg/app_bg.*.wasm; do
    say "target/site: WASM $(size "$wasm"), $(size "$wasm.br") as sent"
done

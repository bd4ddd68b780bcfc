#!/usr/bin/env bash
# Audits dashboard, board and a change on a running server with sample data, as on a phone. ADDRESS says where it runs.
set -euo pipefail
# shellcheck source=script/lib.sh
source "$(dirname "$0")/lib.sh"

base=http://${ADDRESS:-127.0.0.1:3000}
CHROME_PATH=$(script/setup-chromium.sh)
export CHROME_PATH
cookie=$(curl --silent --show-error --output /dev/null --cookie-jar - --header "Origin: $base" \
    --data 'name=daniela&next=/' "$base/fn/sign_in_sample" | awk '!/^# / && NF >= 7 { printf "%s=%s; ", $6, $7 }')
[[ -n $cookie ]] || die "no sample person could sign in at $base; is it running with --sample?"

mkdir -p target/lighthouse
for page in / /board /changes/CHG-109; do
    name=${page//\//_}
    npx --yes lighthouse@12.8.2 "$base$page" --quiet --output=json --output=html \
        --output-path="target/lighthouse/page$name" --chrome-flags="--headless --no-sandbox --disable-gpu" \
        --extra-headers="{\"Cookie\": \"$cookie\"}"
    # shellcheck disable=SC2016 # those are JavaScript's
    node -e '
        const r = JSON.parse(require("fs").readFileSync(process.argv[1]));
        const scores = Object.values(r.categories).map((c) => `${c.title} ${Math.round(c.score * 100)}`).join(", ");
        const times = ["first-contentful-paint", "largest-contentful-paint", "total-blocking-time", "cumulative-layout-shift"]
            .map((id) => `${r.audits[id].title} ${r.audits[id].displayValue}`).join(", ");
        console.log(`${process.argv[2]}  ${scores}\n    ${times}`);
        for (const c of Object.values(r.categories))
            for (const ref of c.auditRefs) {
                const a = r.audits[ref.id];
                if (ref.weight > 0 && a.score !== null && a.score < 0.9) console.log(`    ${c.title}: ${a.title} ${a.displayValue ?? ""}`);
            }' "target/lighthouse/page$name.report.json" "$page"
done
say "reports in target/lighthouse"

#!/bin/sh
# Opens dossiers that target/release/arbitre makes in a real browser: Debian's Chromium, or the one that CHROMIUM names. What
# is not there leaves the tests out, and that is said; with ARBITRE_BROWSER=required, as in .ci/run, that is a failure.
set -u
cd "$(dirname "$0")/../.." || exit 1
root=$PWD
here=$root/tests/dossier
target=${CARGO_TARGET_DIR:-target}
case $target in /*) ;; *) target=$root/$target ;; esac
out=$target/dossier

left_out() {
  echo "*** LEFT OUT: dossiers in a browser: $1" >&2
  [ "${ARBITRE_BROWSER:-}" = required ] && exit 1
  exit 0
}

command -v node > /dev/null || left_out "node was not found"
command -v npm > /dev/null || left_out "npm was not found"
CHROMIUM=${CHROMIUM:-$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)}
[ -n "$CHROMIUM" ] || left_out "no Chromium was found: install it, or name it in CHROMIUM"

mkdir -p "$out"
if ! cmp -s "$here/package-lock.json" "$out/node_modules/.of"; then
  cp "$here/package.json" "$here/package-lock.json" "$out/"
  (cd "$out" && npm ci --silent --no-audit --no-fund) || left_out "npm could not install tests/dossier/package.json"
  cp "$here/package-lock.json" "$out/node_modules/.of"
fi

# Imports are looked for beside the file that asks for them.
cp "$here"/*.mjs "$out/"
export CHROMIUM ARBITRE="$target/release/arbitre" ARBITRE_ROOT="$root" ARBITRE_MADE="$out/made"
exec node --test --test-reporter=spec "$out/dossier.test.mjs" "$@"

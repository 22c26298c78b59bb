#!/bin/sh
# Runs the tests of clients against target/release/arbitre. What cannot be installed is left out, and said so; with
# ARBITRE_CLIENTS=required, as in .ci/run, that is a failure.
set -u
cd "$(dirname "$0")/../.." || exit 1
out=${CARGO_TARGET_DIR:-target}/clients

left_out() {
  echo "*** LEFT OUT: $1 (see above for the reason)" >&2
}

required() { [ "${ARBITRE_CLIENTS:-}" = required ]; }

tests/clients/setup.sh
case $? in
  0) ;;
  4)
    left_out "tests of a gRPC-Web client, which need node, npm and its registry"
    required && exit 1
    ;;
  *)
    left_out "all tests of clients, which need Python 3.10, its venv, and the package index"
    required && exit 1
    exit 0
    ;;
esac
ARBITRE_NODE_MODULES=$PWD/$out/web/node_modules
case $out in /*) ARBITRE_NODE_MODULES=$out/web/node_modules ;; esac
export ARBITRE_NODE_MODULES
exec "$out/venv/bin/python" -m pytest -c tests/clients/pytest.ini tests/clients "$@"

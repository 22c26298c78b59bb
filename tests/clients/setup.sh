#!/bin/sh
# Installs what clients need into target/clients: a virtual environment of Python with the package of clients/python,
# and a client for browsers from npm. Does nothing where nothing has changed. Ends with 0; with 3 if there is no
# environment, with 4 if only npm's part is missing; and says why.
set -u
cd "$(dirname "$0")/../.." || exit 3
root=$PWD
here=tests/clients
out=${CARGO_TARGET_DIR:-target}/clients
venv=$out/venv
python=${PYTHON:-python3}

# Whatever is installed follows from these.
state() { find clients/python proto $here/requirements.txt -type f ! -path '*/src/arbitre/*' ! -path '*/__pycache__/*' -exec cksum {} + | sort; }

missing() { echo "$1" >&2; exit "$2"; }

environment() {
  command -v "$python" > /dev/null || missing "$python was not found" 3
  "$python" -c 'import sys; sys.exit(sys.version_info < (3, 10))' || missing "Python 3.10 or newer is needed" 3
  rm -rf "$venv"
  "$python" -m venv "$venv" > /dev/null 2>&1 || "$python" -m virtualenv -q "$venv" 2> /dev/null ||
    virtualenv -q -p "$python" "$venv" || missing "no virtual environment: install python3-venv, or virtualenv" 3
  "$venv/bin/python" -m pip --disable-pip-version-check install -q --retries 2 -r $here/requirements.txt ||
    missing "pip could not install $here/requirements.txt" 3
  "$venv/bin/python" -m pip --disable-pip-version-check install -q --retries 2 ./clients/python ||
    missing "pip could not install clients/python" 3
}

web() {
  command -v npm > /dev/null || missing "npm was not found" 4
  mkdir -p "$out/web" && cp $here/web/package.json $here/web/package-lock.json "$out/web/" && cd "$out/web" || exit 4
  npm ci --silent --no-audit --no-fund || missing "npm could not install $here/web/package.json" 4
  cd "$root" || exit 4
}

mkdir -p "$out"
if [ "$(cat "$out/state" 2> /dev/null)" != "$(state)" ]; then
  rm -f "$out/state"
  environment
  state > "$out/state"
fi
cmp -s $here/web/package-lock.json "$out/web/node_modules/.of" && exit 0
web
cp $here/web/package-lock.json "$out/web/node_modules/.of"

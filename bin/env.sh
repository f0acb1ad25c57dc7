# Sourced by bin/serve and bin/test: a .venv with the locked packages, made when it is missing or old.
set -eu
cd "$(dirname "$0")/.."
python=${PYTHON:-python3}
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
  echo "wvg needs Python 3.11 or newer; $python is older." >&2; exit 1; }
if ! cmp -s requirements.txt .venv/installed.txt; then
  [ -x .venv/bin/python ] || "$python" -m venv .venv || {
    echo "Making .venv failed. On Debian and Ubuntu: sudo apt install python3-venv" >&2; exit 1; }
  echo "Installing what wvg needs, once. This takes a minute." >&2
  .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
  cp requirements.txt .venv/installed.txt
fi

#!/usr/bin/env bash
# Installs dormant into $DORMANT_HOME: the version $DORMANT_VERSION, or what this action's own commit holds.
set -euo pipefail
bin=$DORMANT_HOME/bin
[ "${RUNNER_OS:-}" = Windows ] && bin=$DORMANT_HOME/Scripts
if [ ! -x "$bin/dormant" ] && [ ! -x "$bin/dormant.exe" ]; then
    python=$(command -v python3 || command -v python)
    "$python" -m venv "$DORMANT_HOME"
    what=$(dirname "$0")/..
    [ -n "${DORMANT_VERSION:-}" ] && what="dormant==$DORMANT_VERSION"
    "$bin/python" -m pip install --quiet --disable-pip-version-check "$what"
fi
"$bin/dormant" --version
echo "dormant=$bin/dormant" >>"$GITHUB_OUTPUT"

#!/usr/bin/env bash
# Runs `dormant check` once for each form that is wanted, and `dormant measure`. It fails only where dormant could not do its work:
# whether findings fail the job is decided later, when all of them have been shown.
set -euo pipefail
mkdir -p "$DORMANT_OUTPUT"
# Both are lists of words.
# shellcheck disable=SC2206
args=($DORMANT_PATHS $DORMANT_ARGS)
worst=0
# GitHub counts from the root of the repository, dormant from the folder that it runs in.
folder=$(git rev-parse --show-prefix 2>/dev/null || true)

# from_root FILE: the same with paths that count from there.
from_root() {
    [ -z "$folder" ] && return 0
    sed -e "s#^\(::[a-z]* file=\)#\1$folder#" -e "s#\(\"uri\": *\"\)\([^\":]*\"\)#\1$folder\2#" "$1" >"$1.root"
    mv "$1.root" "$1"
}

# check FORMAT FILE
check() {
    local status=0
    "$DORMANT" check --quiet --output-format "$1" "${args[@]}" >"$2" || status=$?
    [ "$status" -gt "$worst" ] && worst=$status
    return 0
}

check sarif "$DORMANT_OUTPUT/dormant.sarif"
from_root "$DORMANT_OUTPUT/dormant.sarif"
check markdown "$DORMANT_OUTPUT/dormant.md"
if [ "${DORMANT_ANNOTATIONS:-true}" = true ]; then
    check github "$DORMANT_OUTPUT/annotations"
    from_root "$DORMANT_OUTPUT/annotations"
    cat "$DORMANT_OUTPUT/annotations"
fi
check concise "$DORMANT_OUTPUT/lines"
# With --show-blocked there are lines of what stays, too.
grep -vE '^[^:]*(:[^:]*)?:[0-9]+:[0-9]+: kept\[' "$DORMANT_OUTPUT/lines" >"$DORMANT_OUTPUT/findings" || true

if [ -n "${DORMANT_MEASURE:-}" ]; then
    base=$DORMANT_OUTPUT/base
    # A new branch has nothing before it.
    git worktree add --force --detach "$base" "$DORMANT_BASE" >/dev/null 2>&1 ||
        git worktree add --force --detach "$base" HEAD >/dev/null
    prefix=$(git rev-parse --show-prefix)
    limit=()
    [ -n "${DORMANT_MAX_REGRESSION:-}" ] && limit=(--max-regression "$DORMANT_MAX_REGRESSION")
    status=0
    # shellcheck disable=SC2086
    "$DORMANT" measure --before "$base/$prefix" --after . ${limit[@]+"${limit[@]}"} --output-format markdown -- $DORMANT_MEASURE \
        >"$DORMANT_OUTPUT/measured.md" || status=$?
    [ "$status" -gt "$worst" ] && worst=$status
    { echo; cat "$DORMANT_OUTPUT/measured.md"; } >>"$DORMANT_OUTPUT/dormant.md"
    git worktree remove --force "$base"
fi
[ "${DORMANT_SUMMARY:-true}" = true ] && cat "$DORMANT_OUTPUT/dormant.md" >>"$GITHUB_STEP_SUMMARY"

{
    echo "findings=$(wc -l <"$DORMANT_OUTPUT/findings" | tr -d ' ')"
    echo "sarif=$DORMANT_OUTPUT/dormant.sarif"
    echo "markdown=$DORMANT_OUTPUT/dormant.md"
    echo "status=$worst"
} >>"$GITHUB_OUTPUT"

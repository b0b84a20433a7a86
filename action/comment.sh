#!/usr/bin/env bash
# Writes the comment of a pull request, in place of the one that an earlier run wrote.
set -euo pipefail
mark='<!-- dormant -->'
body=$(mktemp)
trap 'rm -f "$body"' EXIT
# GitHub takes 65,536 characters.
{ echo "$mark"; head -c 60000 "$DORMANT_MARKDOWN"; } >"$body"
comments=repos/$GITHUB_REPOSITORY/issues/$DORMANT_PULL_REQUEST/comments
earlier=$(gh api --paginate "$comments" --jq ".[] | select(.body | startswith(\"$mark\")) | .id" | head -n 1)
if [ -n "$earlier" ]; then
    gh api --method PATCH "repos/$GITHUB_REPOSITORY/issues/comments/$earlier" --field "body=@$body" >/dev/null
else
    gh api --method POST "$comments" --field "body=@$body" >/dev/null
fi

#!/usr/bin/env bash
# docs.sh ROOT: the Markdown files at the top and in docs/ point at files that exist, every decision begins
# with its number, and every `./dev VERB` they name is a verb.
set -euo pipefail
cd "$1"

mistakes=0
complain() {
  printf '%s\n' "$*"
  mistakes=$((mistakes + 1))
}

check_links() {
  local document=$1 target
  while read -r target; do
    [[ -e $(dirname "$document")/$target ]] || complain "$document: links to $target, which does not exist"
  done < <(grep -oP '\]\(\K[^)#:]+(?=[)#])' "$document" | sort -u)
}

check_verbs() {
  local document=$1 verb
  while read -r verb; do
    grep -q "^  $verb " <<<"$help" || complain "$document: ./dev has no verb $verb"
  done < <(grep -oP '(^|[^\w/.])\./dev \K[a-z]+' "$document" | sort -u)
}

shopt -s nullglob
documents=(*.md docs/*.md docs/*/*.md)
((${#documents[@]} > 0)) || complain "no document below $1: nothing was checked"
help=$(./dev --help) || complain "./dev --help fails"
for document in "${documents[@]}"; do
  check_links "$document"
  check_verbs "$document"
done
for decision in docs/decisions/[0-9]*.md; do
  number=${decision##*/}
  number=${number%%-*}
  head -n 1 "$decision" | grep -qE "^# (ADR )?${number}[:.] " || complain "$decision: does not begin with '# $number: title'"
done
printf '%s documents, %s mistakes\n' "${#documents[@]}" "$mistakes"
((mistakes == 0))

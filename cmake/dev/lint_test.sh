# Shows each rule of ./dev lint a file that breaks it, and counts the rule that does not notice.
# shellcheck shell=bash

# expect_broken RULE FILE: the file's text comes on standard input.
expect_broken() {
  local rule=$1 file=$2
  mkdir -p "$(dirname "$file")"
  cat >"$file"
  if "rule_$rule" "$file" >/dev/null 2>&1; then
    say "lint: rule $rule did not notice $file"
    count 0 1
  else
    count 1 0
  fi
}

test_rules() {
  local planted=build/planted/lint
  expect_broken format $planted/x.cpp <<<'int  main( ) { }'
  seq 121 | sed 's|^|// |' | expect_broken size $planted/long.hpp
  seq 301 | sed 's|^|// |' | expect_broken size $planted/long.cpp
  expect_broken ascii $planted/y.cpp <<<$'// \xc3\xa9'
  expect_broken wording $planted/path.txt <<<"cd ""/home/somebody"
  expect_broken wording $planted/host.txt <<<"deb http://""deb.debian"".org/debian"
  expect_broken wording $planted/todo.cpp <<<"// TO""DO: later"
  printf 'a\0b' | expect_broken binary $planted/blob
  expect_broken shell $planted/z.sh <<<"echo \$1"
}

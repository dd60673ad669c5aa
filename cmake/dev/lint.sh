# ./dev lint: the rules that a machine can hold. Each rule is a function that is handed files, says
# what breaks it, and fails then; lint_test.sh shows each of them a file that does.
# shellcheck shell=bash

# In order: quick ones first. rule_NAME FILE...
rules=(
  "format:C++ as clang-format 14 writes it"
  "size:headers up to 120 lines, sources up to 300 (but for tests, cases and cmake/size_exempt.txt)"
  "ascii:sources are ASCII, but for the section sign"
  "wording:no path of one machine, no package host, no TODO without an issue"
  "binary:no binary files outside fuzz/corpus"
  "shell:shellcheck"
  "tidy:clang-tidy 14 as .clang-tidy says, for what changed since the last time"
)

usage_lint() {
  cat <<'EOF'
usage: ./dev lint [--fix] [--tests] [--no-install]

  --fix     let clang-format write the files first
  --tests   clang-tidy reads the tests too (slow)

Exit: 0 clean, 1 a rule is broken. The rules:

EOF
  printf '  %s\n' "${rules[@]/:/$'\t'}" | expand -t 14
}

only() { printf '%s\n' "${@:2}" | grep -E "$1" || true; }

rule_format() {
  local sources
  mapfile -t sources < <(only '\.[ch]pp$' "$@")
  ((${#sources[@]} == 0)) || clang-format-14 --dry-run -Werror "${sources[@]}"
}

rule_size() {
  local file limit lines broken=0
  while read -r file; do
    if [[ $file == *_test.cpp || $file == */test/* || $file == conformance/cases/* ]] ||
      grep -qE "^$file( |$)" cmake/size_exempt.txt; then
      continue
    fi
    limit=300
    [[ $file != *.hpp ]] || limit=120
    lines=$(wc -l <"$file")
    if ((lines > limit)); then
      say "$file: $lines lines, at most $limit"
      broken=1
    fi
  done < <(only '\.([ch]pp|sh|mjs|cmake)$' "$@")
  return "$broken"
}

rule_ascii() {
  local sources
  mapfile -t sources < <(only '\.([ch]pp|cmake|sh)$|CMakeLists.txt$' "$@")
  # Found is broken, hence the !. The section sign is two octets.
  ! LC_ALL=C grep -nP '(?!\xc2\xa7)[\xc0-\xff][\x80-\xbf]+' "${sources[@]}" /dev/null
}

rule_wording() {
  local machine='(?<![[:alnum:]_.{}~*-])/(root|home|work|Users)/'
  local hosts='\b((deb|security)\.debian|registry\.npmjs|proxy\.golang|pypi)\.org\b'
  # shellcheck disable=SC2016  # a backtick in a pattern
  local todo='(?<!`)\b(TODO|FIXME|XXX)\b(?!`| ?\(?#[0-9])'
  local texts
  mapfile -t texts < <(only '^' "$@" | grep -vE '^(fuzz/corpus/|cmake/dev/lint)')
  ! grep -InP "$machine|$hosts|$todo" "${texts[@]}" /dev/null
}

rule_binary() {
  local file broken=0
  while read -r file; do
    if [[ -s $file && $file != fuzz/corpus/* ]] && ! grep -Iq . "$file"; then
      say "$file: binary"
      broken=1
    fi
  done < <(only '^' "$@")
  return "$broken"
}

rule_shell() {
  local scripts
  mapfile -t scripts < <(only '(^|/)dev$|^\.ci/run$|\.sh$' "$@")
  ((${#scripts[@]} == 0)) || shellcheck -x "${scripts[@]}"
}

# Ninja remembers which sources were clean, so the second time is short.
rule_tidy() {
  local tests=OFF log=build/tidy.log
  [[ -z ${lint_tests:-} ]] || tests=ON
  mkdir -p build
  if ! { cmake --preset tidy -DWSPROOF_TESTS=$tests && cmake --build --preset tidy; } >"$log" 2>&1; then
    grep -E '^[^ ].*: error: |CMake Error' "$log" | sort -u
    say "the whole output is in $log"
    return 1
  fi
}

our_files() { git ls-files --cached --others --exclude-standard | while read -r f; do [[ ! -f $f ]] || say "$f"; done; }

# check_rules RULE...: those over every file of ours; one count each.
check_rules() {
  local files rule status
  mapfile -t files < <(our_files)
  for rule in "$@"; do
    status=0
    "rule_$rule" "${files[@]}" || status=1
    ((status == 0)) || say "lint: $rule is broken (above)"
    count $((1 - status)) "$status"
  done
}

verb_lint() {
  local broken=0 fix='' sources
  while (($# > 0)); do
    case $1 in
      -h | --help) usage_lint && exit ;;
      --no-install) export WSPROOF_NO_INSTALL=1 ;;
      --fix) fix=1 ;;
      --tests) lint_tests=1 ;;
      *) wrong_usage "lint: unknown option '$1' (./dev lint --help)" ;;
    esac
    shift
  done
  set_up lint
  need_compiler clang++-14 clang-tidy-14 clang-format-14 shellcheck git
  if [[ -n $fix ]]; then
    mapfile -t sources < <(our_files | grep -E '\.[ch]pp$')
    clang-format-14 -i "${sources[@]}"
  fi
  # shellcheck disable=SC2317  # check_rules calls it
  count() { broken=$((broken + $2)); }
  check_rules "${rules[@]%%:*}"
  say "lint: $((${#rules[@]} - broken)) of ${#rules[@]} rules kept"
  ((broken == 0))
}

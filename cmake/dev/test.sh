# ./dev test: a list of stages, each of which counts what passed and what failed.
# shellcheck shell=bash
# shellcheck source=cmake/dev/coverage.sh
source cmake/dev/coverage.sh
# shellcheck source=cmake/dev/lint.sh
source cmake/dev/lint.sh
# shellcheck source=cmake/dev/lint_test.sh
source cmake/dev/lint_test.sh

# The stages in order. stage_NAME below does one; it calls `count PASSED FAILED` at least once.
stages=(
  "dev:every test and the checks of the architecture, with the machine's own compiler"
  "suite:./dev run against our own server over TCP, under every cut; each case counts"
  "asan:every test under the address and undefined-behaviour sanitizers (clang 14)"
  "coverage:codec/src by codec's own tests, against cmake/coverage_floors.txt"
  "lint:the quick rules of ./dev lint (all but tidy), and that each notices what breaks it"
)

stage_dev() { test_preset dev; }
stage_suite() { test_suite; }
stage_asan() { test_preset asan; }
stage_coverage() { check_coverage; }
stage_lint() {
  test_rules
  # clang-tidy reads every source for minutes and no cache shortens that: it is ./dev lint's.
  local quick
  mapfile -t quick < <(printf '%s\n' "${rules[@]%%:*}" | grep -vx tidy)
  check_rules "${quick[@]}"
}

usage_test() {
  cat <<'EOF'
usage: ./dev test [--only STAGE]... [--no-install]

Runs every stage, or those named. The last line is "N passed, N failed"; a stage that cannot run
counts as failed. Exit: 0 all passed, 1 something failed, 2 wrong usage, 3 could not set up.

EOF
  printf '  %s\n' "${stages[@]/:/$'\t'}" | expand -t 14
}

# test_preset PRESET: its workflow; each test of its ctest run counts.
test_preset() {
  local preset=$1 status=0
  rm -f "build/$preset/junit.xml"
  workflow "$preset" || status=1
  count_junit "build/$preset/junit.xml"
  return "$status"
}

# count_junit FILE: what is neither passed nor run is failed.
count_junit() {
  local all bad
  if [[ ! -s $1 ]]; then
    say "no tests ran: $1 is missing"
    return
  fi
  all=$(junit_number tests "$1")
  bad=$(($(junit_number failures "$1") + $(junit_number disabled "$1") + $(junit_number skipped "$1")))
  count $((all - bad)) "$bad"
}

# Our own server must pass every case; NON-STRICT and NOT RUN are failures here.
test_suite() {
  local out=$PWD/build/suite cases good status=0
  rm -rf "$out"
  ./dev run --no-install --once --port "$(free_port)" --out "$out" -- --cuts all --fail-on non-strict \
    </dev/null >build/suite.log 2>&1 || status=$?
  cases=$(grep -c '"verdict":' "$out/report.jsonl")
  good=$(grep -cE '"verdict":"(OK|INFORMATIONAL)"' "$out/report.jsonl")
  count "$good" $((cases - good))
  if ((status != 0 || good < cases)); then
    cat build/suite.log
    return 1
  fi
  tail -n 2 build/suite.log
}

free_port() {
  local port
  for port in $(shuf -i 20000-32000 -n 100); do
    if ! (: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
      say "$port"
      return
    fi
  done
  return 1
}

junit_number() { grep -m1 -o "[[:space:]]$1=\"[0-9]*\"" "$2" | tr -dc '0-9'; }

count() { printf '%s %s\n' "$1" "$2" >>"$tally"; }

# run_stage NAME: adds to `passed` and `failed`. A stage that fails or counts nothing has failed.
run_stage() {
  local name=$1 status=0 started=$SECONDS stage_passed=0 stage_failed=0
  tally=$(mktemp)
  say "$name: running"
  set +e
  (
    set -e
    "stage_$name"
  )
  status=$?
  set -e
  read -r stage_passed stage_failed < <(awk '{ p += $1; f += $2 } END { print p + 0, f + 0 }' "$tally")
  if ((stage_failed == 0 && (status != 0 || stage_passed == 0))); then
    stage_failed=1
  fi
  rm -f "$tally"
  say "$name: $stage_passed passed, $stage_failed failed ($((SECONDS - started)) s)"
  passed=$((passed + stage_passed))
  failed=$((failed + stage_failed))
}

parse_test() {
  local name known
  known=" $(printf '%s ' "${stages[@]%%:*}")"
  while (($# > 0)); do
    case $1 in
      -h | --help) usage_test && exit ;;
      --no-install) export WSPROOF_NO_INSTALL=1 ;;
      --only)
        name=${2:-}
        [[ -n $name && $known == *" $name "* ]] || wrong_usage "test: --only wants one of:$known"
        chosen+=("$name")
        shift
        ;;
      *) wrong_usage "test: unknown option '$1' (./dev test --help)" ;;
    esac
    shift
  done
}

verb_test() {
  local passed=0 failed=0 chosen=() name
  parse_test "$@"
  ((${#chosen[@]} > 0)) || chosen=("${stages[@]%%:*}")
  if ! (set_up test && need_compiler ctest clang++-14 llvm-cov-14); then
    say "0 passed, ${#chosen[@]} failed"
    exit 3
  fi
  for name in "${chosen[@]}"; do
    run_stage "$name"
  done
  say "$passed passed, $failed failed"
  ((failed == 0))
}

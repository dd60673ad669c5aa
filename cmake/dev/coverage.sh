# ./dev coverage: which lines and branches of codec/src its own tests reach (clang 14).
# shellcheck shell=bash

usage_coverage() {
  cat <<'EOF'
usage: ./dev coverage [--no-install]

Builds preset coverage, runs codec's tests, prints a table by file and what is missing, and holds
the totals against cmake/coverage_floors.txt. Exit: 0, or 1 where a floor is not reached.
EOF
}

# Everything else that the test programs hold. Not the other way round, by the names of the sources: the
# compiler was told other paths than ours where ccache took part.
not_codec_src='codec/(test|bench|include)/|fuzz/|^/usr/'

# llvm-cov wants one program and the rest as -object.
coverage_programs() {
  find build/coverage/codec -name '*_test' -type f -perm -u+x | sort | sed '2,$s/^/-object=/'
}

measure_coverage() {
  local folder=build/coverage/profiles
  rm -rf "$folder"
  workflow coverage || return 1
  llvm-profdata-14 merge -sparse "$folder"/*.profraw -o build/coverage/codec.profdata
}

# One line a file and a total: FILE LINES MISSED BRANCHES MISSED
coverage_numbers() {
  llvm-cov-14 report "$@" -instr-profile=build/coverage/codec.profdata \
    -ignore-filename-regex="$not_codec_src" 2>/dev/null |
    awk 'NF == 13 && $2 ~ /^[0-9]+$/ { print $1, $8, $9, $11, $12 }'
}

print_coverage_table() {
  awk '
    function percent(all, missed) { return all ? 100 * (all - missed) / all : 100 }
    BEGIN { printf "%-32s %8s %8s %10s %8s\n", "file", "lines", "missed", "branches", "missed" }
    { printf "%-32s %7.2f%% %8d %9.2f%% %8d\n", $1, percent($2, $3), $3, percent($4, $5), $5 }'
}

# Every line that no test ran, and every branch that went one way only, as FILE:LINE.
print_what_is_missing() {
  llvm-cov-14 show "$@" -instr-profile=build/coverage/codec.profdata -show-branches=count \
    -show-instantiations=false -ignore-filename-regex="$not_codec_src" 2>/dev/null |
    awk '
      /^[^ ].*\.[ch]pp:$/ { file = $0; sub(/:$/, "", file); sub(/.*codec\//, "codec/", file) }
      /^ +[0-9]+\| +0\|/ { text = $0; sub(/^ +[0-9]+\| +0\|/, "", text); line = $1; sub(/\|.*/, "", line)
                           printf "  %s:%s: never run: %s\n", file, line, text }
      /Branch \([0-9]+:[0-9]+\): \[True: 0,|Branch .*False: 0\]/ {
        match($0, /\([0-9]+:[0-9]+\)/); place = substr($0, RSTART + 1, RLENGTH - 2)
        way = /True: 0,/ ? (/False: 0\]/ ? "never reached" : "never true") : "never false"
        printf "  %s:%s: %s\n", file, place, way }' | sort -u -t: -k1,1 -k2,2n -k3,3n
}

# Holds `TOTAL lines missed branches missed` against the floors; one count each.
check_floors() {
  local total=$1 folder what floor reached
  while read -r folder what floor; do
    [[ -n $folder && $folder != \#* ]] || continue
    reached=$(awk -v what="$what" '
      { all = what == "lines" ? $2 : $4; missed = what == "lines" ? $3 : $5
        printf "%.2f", all ? 100 * (all - missed) / all : 0 }' <<<"$total")
    if awk -v reached="$reached" -v floor="$floor" 'BEGIN { exit !(reached >= floor) }'; then
      say "$folder: $reached % of $what (floor $floor)"
      count 1 0
    else
      say "$folder: $reached % of $what is below the floor of $floor"
      count 0 1
    fi
  done <cmake/coverage_floors.txt
}

check_coverage() {
  local programs numbers
  measure_coverage || return 1
  mapfile -t programs < <(coverage_programs)
  numbers=$(coverage_numbers "${programs[@]}")
  print_coverage_table <<<"$numbers"
  print_what_is_missing "${programs[@]}"
  check_floors "$(tail -n 1 <<<"$numbers")"
}

verb_coverage() {
  local below=0
  while (($# > 0)); do
    case $1 in
      -h | --help) usage_coverage && exit ;;
      --no-install) export WSPROOF_NO_INSTALL=1 ;;
      *) wrong_usage "coverage: unknown option '$1' (./dev coverage --help)" ;;
    esac
    shift
  done
  set_up coverage
  need_compiler clang++-14 llvm-cov-14 llvm-profdata-14
  # shellcheck disable=SC2317  # check_floors calls it
  count() { below=$((below + $2)); }
  check_coverage || cannot_run "codec's tests do not build or do not pass: coverage means nothing yet"
  ((below == 0))
}

#!/usr/bin/env bash
# run_mutants.sh [FILE [SCRATCH]]: shows that the witnesses see each defect of codec/test/mutants.txt.
# Builds them in a copy of the tree, one defect at a time. Exit 0: every defect made a test fail.
# Takes a minute for the first build and some seconds a defect; not part of ./dev test.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
list=${1:-$root/codec/test/mutants.txt}
scratch=${2:-$root/build/mutants}
witnesses=(first_two_octets close_codes endpoint_promises any_cut random_streams)

rm -rf "$scratch/tree"
mkdir -p "$scratch/tree"
git -C "$root" ls-files -z | (cd "$root" && tar --null --files-from=- -cf -) |
  tar -C "$scratch/tree" -xmf -  # with new times: nothing of an earlier run counts as built
build() { ninja -C "$scratch/build" "${witnesses[@]/%/_test}" >"$scratch/build.log" 2>&1; }
# Prints the first witness that fails; one that does not end in time fails too.
who_sees_it() {
  for witness in "${witnesses[@]}"; do
    timeout 120 "$scratch/build/codec/${witness}_test" --gtest_fail_fast >"$scratch/test.log" 2>&1 && continue
    name=$(grep -m1 -o 'FAILED  \] [^ ,]*' "$scratch/test.log" | cut -c11- || true)
    echo "$witness: ${name:-crashed or did not end}"
    return 0
  done
  return 1
}

cmake -S "$scratch/tree" -B "$scratch/build" -G Ninja -DCMAKE_BUILD_TYPE=RelWithDebInfo \
  -DCMAKE_CXX_COMPILER_LAUNCHER=ccache -DWSPROOF_NATIVE=OFF >"$scratch/configure.log"
build || { tail -20 "$scratch/build.log"; echo "the clean tree does not build"; exit 2; }
if seen=$(who_sees_it); then echo "the clean tree fails: $seen"; exit 2; fi

seen_count=0 wrong=0
while IFS='|' read -r file expression words; do
  [[ -z $file || $file == \#* ]] && continue
  file=${file// /}
  expression=${expression# }
  expression=${expression% }
  sed -i "$expression" "$scratch/tree/$file"
  if cmp -s "$root/$file" "$scratch/tree/$file"; then
    echo "STALE    $words (the line is not in $file)"
    wrong=$((wrong + 1))
  elif ! build; then
    echo "UNBUILT  $words"
    wrong=$((wrong + 1))
  elif seen=$(who_sees_it); then
    echo "seen     $words ($seen)"
    seen_count=$((seen_count + 1))
  else
    echo "SURVIVED $words"
    wrong=$((wrong + 1))
  fi
  cp "$root/$file" "$scratch/tree/$file"
done <"$list"
echo "$seen_count defects seen, $wrong not"
[ "$wrong" -eq 0 ] && [ "$seen_count" -gt 0 ]

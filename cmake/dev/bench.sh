# ./dev bench: the benchmarks. Compare within one run only: the ratios are what counts.
# shellcheck shell=bash

usage_bench() {
  cat <<'EOF'
usage: ./dev bench [codec] [--no-install] [-- GOOGLE-BENCHMARK-OPTION...]

Builds preset release and runs codec_bench: strict decoding, masks and UTF-8, each as a ratio to a
bare floor loop and to what Debian ships. Example: ./dev bench -- --benchmark_filter=mask
EOF
}

verb_bench() {
  local program
  while (($# > 0)); do
    case $1 in
      -h | --help) usage_bench && exit ;;
      --no-install) export WSPROOF_NO_INSTALL=1 ;;
      codec) ;;
      --)
        shift
        break
        ;;
      *) wrong_usage "bench: unknown option '$1' (./dev bench --help)" ;;
    esac
    shift
  done
  set_up bench
  need_compiler
  build release codec_bench
  program=$(built release codec_bench)
  "$program" "$@"
}

# ./dev run: the main job. Tests our own server, or the servers at the URLs, and writes a report.
# shellcheck shell=bash

usage_run() {
  cat <<'EOF'
usage: ./dev run [--port N] [--out DIR] [--once] [--no-install] [URL...] [-- TEST-OPTION...]

Builds wsproof. Without a URL: starts the server on http://127.0.0.1:9001, runs the suite against it,
writes reports/ and keeps serving until Ctrl-C; it ends by itself with --once or without a terminal.
With URLs (ws://host:port/path): tests those servers and ends.

  --port N   our server's port (default 9001)
  --out DIR  where the report goes (default reports)
  --once     end when the suite has ended
  --         what follows goes to `wsproof test`: -- --cases '1.*' --jobs 4

Exit: 0 passed, 1 failures, 2 wrong usage, 3 could not run (also: a case was not run).
EOF
}

parse_run() {
  while (($# > 0)); do
    case $1 in
      -h | --help) usage_run && exit ;;
      --no-install) export WSPROOF_NO_INSTALL=1 ;;
      --once) once=1 ;;
      --port | --out)
        (($# > 1)) || wrong_usage "run: $1 wants a value"
        [[ $1 == --port ]] && port=$2
        [[ $1 == --out ]] && out=$2
        shift
        ;;
      --)
        shift
        test_options=("$@")
        break
        ;;
      ws://* | wss://*) urls+=("$1") ;;
      *) wrong_usage "run: '$1' is neither an option nor a ws:// or wss:// URL (./dev run --help)" ;;
    esac
    shift
  done
  if [[ ! $port =~ ^[0-9]{1,5}$ ]] || ((10#$port < 1 || 10#$port > 65535)); then
    wrong_usage "run: --port wants a number from 1 to 65535, not '$port'"
  fi
  # shellcheck disable=SC2154  # dev sets it: where the user stands
  [[ $out == /* || $caller == "$PWD" ]] || out=$caller/$out
}

# Whether anybody listens on the port already.
is_busy() { (: <"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

start_server() {
  local log=build/run/serve.log deadline=$((SECONDS + 15))
  "$wsproof" serve --port "$port" 2>"$log" >/dev/null </dev/null &
  server=$!
  # TERM lets the server close its connections (1001).
  trap stop_server EXIT
  until is_busy "$port"; do
    if ! kill -0 "$server" 2>/dev/null || ((SECONDS > deadline)); then
      cannot_run "the server did not start: $(tail -n 1 "$log")"
    fi
    sleep 0.05
  done
}

stop_server() {
  [[ -z ${server:-} ]] || kill -TERM "$server" 2>/dev/null || true
  [[ -z ${server:-} ]] || wait "$server" 2>/dev/null || true
  server=
}

test_servers() {
  "$wsproof" test "$@" --out "$out" "${test_options[@]}"
}

keep_serving() {
  say "serving http://127.0.0.1:$port until Ctrl-C"
  # The terminal's Ctrl-C reaches the server too; both end in peace.
  trap 'stop_server; exit "$verdict"' INT TERM
  wait "$server" || true
}

verb_run() {
  local port=9001 out=reports once='' urls=() test_options=() wsproof verdict=0
  server='' # not local: the exit trap outlives this function
  parse_run "$@"
  set_up run
  need_compiler
  if ((${#urls[@]} == 0)) && is_busy "$port"; then
    cannot_run "port $port is in use; choose another one: ./dev run --port N"
  fi
  build run wsproof
  wsproof=$(built run wsproof)
  if ((${#urls[@]} > 0)); then
    test_servers "${urls[@]}"
    return
  fi
  start_server
  test_servers "ws://127.0.0.1:$port/echo" || verdict=$?
  if [[ -z $once && -t 0 ]] && ((verdict < 2)); then
    keep_serving
  fi
  return "$verdict"
}

# What every verb of ./dev shares: messages, set-up, presets. Sourced, never run.
# shellcheck shell=bash

# ccache finds in one checkout what another one compiled.
export CCACHE_BASEDIR=$PWD CCACHE_NOHASHDIR=1

say() { printf '%s\n' "$*"; }

wrong_usage() {
  printf 'dev: %s\n' "$*" >&2
  exit 2
}

cannot_run() {
  printf 'dev: %s\n' "$*" >&2
  exit 3
}

# packages_for VERB: the packages of cmake/packages.txt that VERB needs, one a line.
packages_for() {
  awk -v verb="$1" '
    { sub(/#.*/, "") }
    NF == 1 { print $1 }
    { for (i = 2; i <= NF; ++i) if ($i == verb) print $1 }' cmake/packages.txt
}

# missing_packages VERB: those of them that are not installed.
missing_packages() {
  local wanted
  mapfile -t wanted < <(packages_for "$1")
  # dpkg-query fails when it does not know a name, which says what we want to hear: not installed.
  { dpkg-query -W -f '${db:Status-Status} ${Package}\n' "${wanted[@]}" 2>/dev/null || true; } |
    awk '$1 == "installed" { print $2 }' |
    grep -vxFf - <(printf '%s\n' "${wanted[@]}") || true
}

# set_up VERB: installs what VERB misses and says so; silent when nothing is missing.
set_up() {
  local verb=$1 missing
  if [[ -n ${WSPROOF_NO_INSTALL:-} ]]; then
    return
  fi
  if ! command -v dpkg-query apt-get >/dev/null; then
    cannot_run "this is not Debian: install the counterparts of cmake/packages.txt yourself," \
      "then use './dev $verb --no-install'"
  fi
  mapfile -t missing < <(missing_packages "$verb")
  if ((${#missing[@]} > 0)); then
    install_packages "${missing[@]}"
  fi
}

install_packages() {
  local as_root=() log=build/setup.log
  mkdir -p build
  if (($(id -u) != 0)); then
    if ! command -v sudo >/dev/null; then
      cannot_run "not root and no sudo; as root, run: apt-get install $*"
    fi
    as_root=(sudo)
  fi
  say "installing Debian packages: $*"
  if ! apt_install "${as_root[@]}" -- "$@" >"$log" 2>&1; then
    cannot_run "$(why_apt_failed "$log"); the whole output is in $log"
  fi
}

# apt_install [sudo] -- PACKAGE...: tries with the package lists at hand, then with fresh ones.
apt_install() {
  local as_root=()
  while [[ $1 != -- ]]; do
    as_root+=("$1")
    shift
  done
  shift
  local apt=(env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=300)
  "${as_root[@]}" "${apt[@]}" install -y --no-install-recommends "$@" </dev/null && return
  "${as_root[@]}" "${apt[@]}" -o APT::Update::Error-Mode=any update </dev/null || true
  "${as_root[@]}" "${apt[@]}" install -y --no-install-recommends "$@" </dev/null
}

why_apt_failed() {
  if grep -q 'password is required\|not in the sudoers' "$1"; then
    printf 'sudo refuses; run this as root, or install the packages above yourself'
  elif grep -q 'Could not resolve\|Could not connect\|Temporary failure\|Failed to fetch' "$1"; then
    printf 'no network: the package servers cannot be reached'
  elif grep -q 'Unable to locate package\|has no installation candidate' "$1"; then
    printf '%s (Debian 12 is expected)' \
      "$(grep -m1 -o 'Unable to locate package.*\|Package .* has no installation candidate' "$1")"
  else
    printf 'apt-get failed'
  fi
}

# need_tools TOOL...: everything is installed, but is it where the shell looks?
need_tools() {
  local tool
  for tool in "$@"; do
    if ! command -v "$tool" >/dev/null; then
      cannot_run "$tool is not in PATH; install it (cmake/packages.txt) or mend PATH"
    fi
  done
}

need_compiler() { need_tools cmake ninja "${CXX:-g++}" "$@"; }

# workflow PRESET: configures, builds and, where the preset says so, tests. Its output is kept in
# build/PRESET.log; what matters of it is shown when something fails.
workflow() {
  local preset=$1 log=build/$1.log
  mkdir -p build
  if cmake --workflow --preset "$preset" >"$log" 2>&1 </dev/null; then
    return
  fi
  show_failure "$log"
  return 1
}

# What matters of a log: compile errors where there are some, else what each failed test said.
show_failure() {
  if grep -q 'error:\|CMake Error\|^FAILED:' "$1"; then
    awk '/error:|CMake Error|^FAILED:/ { found = 1 } found && lines++ < 40' "$1"
  else
    awk '
      /^ *[0-9]+\/[0-9]+ +Test +#|^ +Start +[0-9]+:/ { lines = /\*\*\*/ ? 40 : 0 }
      /^The following tests FAILED/ { lines = 100 }
      lines-- > 0' "$1"
  fi | sed 's/  # GetParam() = [^*]*//; s/\.\.\.\.*/.../' | cut -c1-300
  say "the whole output is in $1"
}

# build PRESET TARGET: that program and what it needs; the end of everything if it does not build.
build() {
  local preset=$1 target=$2 log=build/$1.log
  mkdir -p build
  say "building $target (preset $preset)"
  if ! { cmake --preset "$preset" && cmake --build --preset "$preset" --target "$target"; } \
    >"$log" 2>&1 </dev/null; then
    show_failure "$log"
    cannot_run "$target does not build"
  fi
}

# built PRESET NAME: the path of a program that the preset built.
built() {
  local path
  path=$(find "build/$1" -name "$2" -type f -perm -u+x -not -path '*/CMakeFiles/*' -print -quit)
  [[ -n $path ]] || cannot_run "preset $1 built no program $2"
  say "$path"
}

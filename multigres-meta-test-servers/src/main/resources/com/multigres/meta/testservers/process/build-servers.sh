#!/bin/sh
# Builds servers that have no package everywhere, from their sources, for the tests:
#   build-servers [--check | --missing] PROGRAM VERSION [PROGRAM VERSION]...
# PROGRAM is etcd or kube-apiserver. What was built before is kept, by version, in the user's cache folder:
# $MULTIGRES_CACHE, otherwise multigres-meta in $XDG_CACHE_HOME or ~/.cache. Two processes that want the same
# build it once; the second waits. Prints the path of each program; what it does goes to the standard error.
#   --check     builds nothing: succeeds when all of them are there
#   --missing   builds nothing: prints the programs that the tests would have to build, since neither a variable
#               names one, nor the PATH holds one that is new enough, nor was one built before
# Needs Go and the network, or a Go module proxy, as the variables of Go say. A build that takes longer than
# an hour ($MULTIGRES_BUILD_SECONDS) is ended; so is one whose script is told to end.
# Ends with 0 when all are there, 1 when a build failed, 2 when called wrongly, 3 when Go is missing or too old.
set -eu

say() { printf 'build-servers: %s\n' "$*" >&2; }
usage() { sed -n '2,13s/^# \{0,1\}//p' "$0"; }

mode=build
case ${1:-} in
  -h | --help) usage; exit 0 ;;
  --check | --missing) mode=${1#--}; shift ;;
esac
if [ $# -eq 0 ] || [ $(($# % 2)) -ne 0 ]; then usage >&2; exit 2; fi

limit=${MULTIGRES_BUILD_SECONDS:-3600}
case $limit in
  '' | *[!0-9]* | 0*) say "MULTIGRES_BUILD_SECONDS is '$limit', which is no number of seconds"; exit 2 ;;
esac

if [ -n "${MULTIGRES_CACHE:-}" ]; then
  cache=$MULTIGRES_CACHE
else
  cache=${XDG_CACHE_HOME:-$HOME/.cache}/multigres-meta
fi
case $cache in /*) ;; *) cache=$(pwd -P)/$cache ;; esac

# Runs a command for so many seconds at most, where the system can count them.
within() {
  seconds=$1
  shift
  if command -v timeout >/dev/null 2>&1; then timeout -k 10 "$seconds" "$@"; else "$@"; fi
}

# A program counts when it runs here and says the version that is wanted.
says() { [ -x "$1" ] && within 20 "$1" --version 2>/dev/null | grep -qF "$2"; }
is_built() { says "$cache/$1-$2/$1" "$2"; }

# Whether a program stands in for a version: it is of the same minor version or a newer one.
serves() {
  if [ ! -x "$1" ] || [ -d "$1" ]; then return 1; fi
  said=$(within 20 "$1" --version 2>/dev/null \
    | sed -n 's/^[^0-9]*\([0-9]\{1,4\}\)\.\([0-9]\{1,4\}\)\.[0-9].*/\1 \2/p' | head -n 1)
  minor=${2#*.}
  minor=${minor%%.*}
  [ -n "$said" ] || return 1
  [ "${said% *}" -gt "${2%%.*}" ] || { [ "${said% *}" -eq "${2%%.*}" ] && [ "${said#* }" -ge "$minor" ]; }
}

# Whether the tests find one without building it; they look in the same order.
is_found() {
  case $1 in
    etcd) given=${MULTIGRES_TEST_ETCD_PROGRAM:-} ;;
    *) given=${MULTIGRES_TEST_KUBE_APISERVER_PROGRAM:-} ;;
  esac
  # Whatever it is: they take it, or say what is wrong with it.
  if [ -n "$given" ]; then return 0; fi
  separator=$IFS
  IFS=:
  for place in $PATH; do
    IFS=$separator
    if [ -n "$place" ] && serves "$place/$1" "$2"; then return 0; fi
  done
  IFS=$separator
  is_built "$1" "$2"
}

find_go() {
  for go in "$(command -v go 2>/dev/null || true)" /usr/local/go/bin/go /usr/lib/go/bin/go; do
    if [ -n "$go" ] && [ -x "$go" ]; then return; fi
  done
  say "$1 $2 needs Go 1.$3 or newer to be built, and there is none on the PATH or in /usr/local/go"
  exit 3
}

require_go() {
  find_go "$1" "$2" "$3"
  found=$(within 20 "$go" env GOVERSION 2>/dev/null || true)
  minor=$(printf '%s' "${found:-go1.0}" | sed 's/^go1\.\([0-9]*\).*/\1/')
  case $minor in
    '' | *[!0-9]*) say "cannot tell the version of $go, which says '$found'"; exit 3 ;;
  esac
  if [ "$minor" -lt "$3" ]; then
    say "$1 $2 needs Go 1.$3 or newer to be built; $go is ${found:-older than 1.16}"
    exit 3
  fi
}

write_etcd_module() {
  printf 'module multigres.test/etcd\n\ngo 1.24\n\nrequire go.etcd.io/etcd/server/v3 v%s\n' "$1"
}

# The sources of k8s.io/kubernetes refer to its sister modules by folders of its own repository; each is published with
# the same number behind a zero.
write_kube_apiserver_module() {
  bounded "$go" list -mod=mod -m -f '{{.GoMod}}' "k8s.io/kubernetes@v$1" >sources || return 1
  modules=$(cat sources)
  printf 'module multigres.test/kube-apiserver\n\ngo 1.24\n\nrequire k8s.io/kubernetes v%s\n\nreplace (\n' "$1"
  sed -n 's|^[[:space:]]*\(replace \)\{0,1\}\(k8s\.io/[^ ]*\) => \./staging/.*|\2|p' "$modules" \
    | sed "s|.*|	& => & v0.${1#*.}|"
  printf ')\n'
}

# Waits for a command in such a way that a signal to this script is heard at once.
watched() {
  "$@" &
  running=$!
  status=0
  wait "$running" || status=$?
  running=
  return "$status"
}

# Runs a command of Go within the limit. A group of its own lets all that it started end with it.
bounded() {
  step=$2
  if command -v timeout >/dev/null 2>&1; then set -- timeout -k 10 "$limit" "$@"; fi
  status=0
  watched "$@" || status=$?
  if [ "$status" = 124 ]; then echo "go $step did not end within $limit s" >&2; fi
  return "$status"
}

# In the folder for the work. Nobody debugs the servers: without its tables for that, Go takes a tenth less time.
compile() {
  case $1 in
    etcd)
      write_etcd_module "$2" >go.mod || return 1
      package=go.etcd.io/etcd/server/v3
      flags='-s -w'
      ;;
    kube-apiserver)
      printf 'module multigres.test/kube-apiserver\n' >go.mod
      write_kube_apiserver_module "$2" >go.mod.whole || return 1
      mv go.mod.whole go.mod
      package=k8s.io/kubernetes/cmd/kube-apiserver
      flags="-s -w -X k8s.io/component-base/version.gitVersion=v$2"
      ;;
  esac
  bounded "$go" build -mod=mod -trimpath -gcflags=all=-dwarf=false -ldflags "$flags" -o "$work/$1" "$package"
}

# Waits for whoever builds the same; without flock two may build it, and the first to be ready wins.
take_turn() {
  exec 9>"$cache/$1-$2.lock"
  command -v flock >/dev/null 2>&1 || return 0
  flock -n 9 && return 0
  say "$1 $2 is being built by another process: waiting for it"
  waited=0
  turn=15
  if [ "$limit" -lt "$turn" ]; then turn=$limit; fi
  until watched flock -w "$turn" 9; do
    waited=$((waited + turn))
    if [ "$waited" -ge $((2 * limit)) ]; then
      say "$1 $2 was not built by another process within $waited s; see $cache/$1-$2.log, and who holds $cache/$1-$2.lock"
      exit 1
    fi
    say "$1 $2 is still being built ($waited s)"
  done
}

work=
running=
end() {
  if [ -n "$running" ]; then
    kill "$running" 2>/dev/null || true
    wait "$running" 2>/dev/null || true
  fi
  if [ -n "$work" ]; then rm -rf "$work"; fi
}
trap end EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

build() {
  mkdir -p "$cache"
  take_turn "$1" "$2"
  if is_built "$1" "$2"; then exec 9>&-; return; fi
  # Whoever was killed at it has left these; no living one has our turn.
  if command -v flock >/dev/null 2>&1; then rm -rf "$cache/$1-$2".partial-*; fi
  log=$cache/$1-$2.log
  work=$(mktemp -d "$cache/$1-$2.partial-XXXXXX")
  mkdir "$work/tmp"
  cd "$work"
  # Go's compiler spends less of its time on collecting garbage, for some more memory.
  export CGO_ENABLED=0 GOTMPDIR="$work/tmp" GOGC="${GOGC:-400}"
  say "building $1 $2 with $found, $4; its output goes to $log"
  started=$(date +%s)
  if ! compile "$1" "$2" >"$log" 2>&1 9>&-; then
    say "$1 $2 could not be built; the last lines of $log:"
    tail -n 5 "$log" >&2
    exit 1
  fi
  if ! says "$work/$1" "$2"; then
    say "what was built does not say that it is $1 $2: $(within 20 "$work/$1" --version 2>&1 | head -n 1)"
    exit 1
  fi
  mkdir -p "$cache/$1-$2"
  # One rename: whoever sees the program sees it whole.
  mv -f "$work/$1" "$cache/$1-$2/$1"
  cd /
  rm -rf "$work"
  work=
  size=$(($(wc -c <"$cache/$1-$2/$1") / 1000000))
  say "built $1 $2 in $(($(date +%s) - started)) s: $cache/$1-$2/$1 ($size MB)"
  exec 9>&-
}

while [ $# -gt 0 ]; do
  case $1 in
    etcd) oldest=24 duration='which takes about half a minute on two cores' ;;
    kube-apiserver) oldest=26 duration='which takes about four minutes on two cores' ;;
    *) say "there is no recipe for '$1' (--help shows what there is)"; exit 2 ;;
  esac
  case $2 in
    *[!0-9.]* | *..* | .* | *.) say "'$2' is no version"; exit 2 ;;
  esac
  if [ "$mode" = missing ]; then
    is_found "$1" "$2" || printf '%s\n' "$1"
  else
    if ! is_built "$1" "$2"; then
      if [ "$mode" = check ]; then say "$1 $2 is not there"; exit 1; fi
      require_go "$1" "$2" "$oldest"
      build "$1" "$2" "$oldest" "$duration"
    fi
    printf '%s\n' "$cache/$1-$2/$1"
  fi
  shift 2
done

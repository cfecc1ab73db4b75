#!/bin/sh
# Builds servers that have no package everywhere, from their sources, for the tests:
#   build-servers [--check] PROGRAM VERSION [PROGRAM VERSION]...
# PROGRAM is etcd or kube-apiserver. What was built before is kept, by version, in the user's cache folder:
# $MULTIGRES_CACHE, otherwise multigres-meta in $XDG_CACHE_HOME or ~/.cache. Two processes that want the same
# build it once; the second waits. Prints the path of each program; what it does goes to the standard error.
#   --check   builds nothing: succeeds when all of them are there
# Needs Go and the network, or a Go module proxy, as the variables of Go say.
# Ends with 0 when all are there, 1 when a build failed, 2 when called wrongly, 3 when Go is missing or too old.
set -eu

say() { printf 'build-servers: %s\n' "$*" >&2; }
usage() { sed -n '2,10s/^# \{0,1\}//p' "$0"; }

check=false
case ${1:-} in
  -h | --help) usage; exit 0 ;;
  --check) check=true; shift ;;
esac
if [ $# -eq 0 ] || [ $(($# % 2)) -ne 0 ]; then usage >&2; exit 2; fi

if [ -n "${MULTIGRES_CACHE:-}" ]; then
  cache=$MULTIGRES_CACHE
else
  cache=${XDG_CACHE_HOME:-$HOME/.cache}/multigres-meta
fi
case $cache in /*) ;; *) cache=$(pwd -P)/$cache ;; esac

# A program counts when it runs here and says the version that its folder promises.
is_built() {
  [ -x "$cache/$1-$2/$1" ] && "$cache/$1-$2/$1" --version 2>/dev/null | grep -qF "$2"
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
  found=$("$go" env GOVERSION 2>/dev/null || true)
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
  modules=$(cd "$work" && GOFLAGS=-mod=mod "$go" list -m -f '{{.GoMod}}' "k8s.io/kubernetes@v$1") || return 1
  printf 'module multigres.test/kube-apiserver\n\ngo 1.24\n\nrequire k8s.io/kubernetes v%s\n\nreplace (\n' "$1"
  sed -n 's|^[[:space:]]*\(replace \)\{0,1\}\(k8s\.io/[^ ]*\) => \./staging/.*|\2|p' "$modules" \
    | sed "s|.*|	& => & v0.${1#*.}|"
  printf ')\n'
}

compile() {
  case $1 in
    etcd)
      write_etcd_module "$2" >"$work/go.mod" || return 1
      package=go.etcd.io/etcd/server/v3
      flags='-s -w'
      ;;
    kube-apiserver)
      printf 'module multigres.test/kube-apiserver\n' >"$work/go.mod"
      write_kube_apiserver_module "$2" >"$work/go.mod.whole" || return 1
      mv "$work/go.mod.whole" "$work/go.mod"
      package=k8s.io/kubernetes/cmd/kube-apiserver
      flags="-s -w -X k8s.io/component-base/version.gitVersion=v$2"
      ;;
  esac
  (cd "$work" && CGO_ENABLED=0 "$go" build -mod=mod -trimpath -ldflags "$flags" -o "$work/$1" "$package")
}

# Waits for whoever builds the same; without flock two may build it, and the first to be ready wins.
take_turn() {
  exec 9>"$cache/$1-$2.lock"
  command -v flock >/dev/null 2>&1 || return 0
  flock -n 9 && return 0
  say "$1 $2 is being built by another process: waiting for it"
  waited=0
  until flock -w 15 9; do
    waited=$((waited + 15))
    say "$1 $2 is still being built ($waited s)"
  done
}

work=
trap 'if [ -n "$work" ]; then rm -rf "$work"; fi' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

build() {
  mkdir -p "$cache"
  take_turn "$1" "$2"
  if is_built "$1" "$2"; then exec 9>&-; return; fi
  log=$cache/$1-$2.log
  work=$(mktemp -d "$cache/$1-$2.partial-XXXXXX")
  say "building $1 $2 with $found, $4; its output goes to $log"
  started=$(date +%s)
  if ! compile "$1" "$2" >"$log" 2>&1 9>&-; then
    say "$1 $2 could not be built; the last lines of $log:"
    tail -n 5 "$log" >&2
    exit 1
  fi
  mkdir -p "$cache/$1-$2"
  # One rename: whoever sees the program sees it whole.
  mv -f "$work/$1" "$cache/$1-$2/$1"
  rm -rf "$work"
  work=
  if ! is_built "$1" "$2"; then
    say "what was built does not say that it is $1 $2: $("$cache/$1-$2/$1" --version 2>&1 | head -n 1)"
    exit 1
  fi
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
  if ! is_built "$1" "$2"; then
    if $check; then say "$1 $2 is not there"; exit 1; fi
    require_go "$1" "$2" "$oldest"
    build "$1" "$2" "$oldest" "$duration"
  fi
  printf '%s\n' "$cache/$1-$2/$1"
  shift 2
done

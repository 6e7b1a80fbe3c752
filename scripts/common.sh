# Shared by the scripts; sourced, not run. A bare system has no locale and no colours.
export LC_ALL=C.UTF-8
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
started=$SECONDS

say() { printf '[%3d s] %s\n' $((SECONDS - started)) "$*"; }
fail() { printf 'palpate: %s\n' "$*" >&2; exit 1; }

# [targets="A B"] build FOLDER [CMAKE OPTION ...]: configures and builds everything, or those targets; prints progress, and
# what went wrong only where it fails.
build() {
  local folder=$1 log
  shift
  mkdir -p "$folder"
  log=$folder/build.log
  say "Configuring $(basename "$folder")"
  cmake -S "$root" -B "$folder" -G Ninja "$@" >"$log" 2>&1 || { cat "$log" >&2; fail "configuring failed"; }
  say "Building $(basename "$folder") (log: $log)"
  # shellcheck disable=SC2086  # a list of targets
  ninja -C "$folder" ${targets:-} 2>&1 | tee -a "$log" | show_progress ||
    { grep -nE 'error|FAILED|warning' -A 6 "$log" | head -n 60 >&2; fail "building failed, see $log"; }
}

# Ninja prints "[12/345] ..." a step: one short line every 10 % is enough.
show_progress() {
  local line step=0 done total percent
  while IFS= read -r line; do
    if [[ $line =~ ^\[([0-9]+)/([0-9]+)\] ]]; then
      done=${BASH_REMATCH[1]} total=${BASH_REMATCH[2]}
      percent=$((done * 10 / total))
      if [ "$percent" -gt "$step" ]; then
        step=$percent
        say "  $((percent * 10)) % built ($done of $total)"
      fi
    fi
  done
}

#!/bin/sh
# Speed of training beside its peers: processes run in turn, so that what else the machine does meets all of them. Prints a JSON line for
# each case, with the median, over the rounds, of our time divided by the peer's.
#
#   pipelines/benchmarks/train.sh [CASE...]
#
# Cases (default: xgboost):
#   xgboost   XGBoost, from features in memory to the fitted model, handing over included, beside XGBoost for Python
#
# Environment:
#   ROUNDS        rounds of every case; default 3
#   ROWS          of the taxi trips, repeated; default 2000000
#   DATA          folder of the peers' environment, kept between runs; default ${TMPDIR:-/tmp}/tributary-benchmarks
#   PYTHON        makes that environment (peers-train.txt); default python3
#   MVNW          runs Maven; default the project's mvnw
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
root=$(CDPATH='' cd -- "$here/../.." && pwd -P)
trips=$here/../data/chicago-taxi/trips.csv
rounds=${ROUNDS:-3}
rows=${ROWS:-2000000}
data=${DATA:-${TMPDIR:-/tmp}/tributary-benchmarks}
threads=$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)
mkdir -p "$data"
scratch=$(mktemp -d "$data/run.XXXXXX")
trap 'rm -rf "$scratch"' EXIT
trap 'exit 130' INT TERM

say() { echo "train.sh: $*" >&2; }

# The number called $2 in the line of JSON $1.
field() { printf '%s\n' "$1" | sed 's/.*"'"$2"'": *\([0-9.]*\).*/\1/'; }
median() { sort -n "$1" | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }

peers() {
  if [ ! -f "$data/peers-train/made" ]; then
    say "installing XGBoost for Python into $data/peers-train ..."
    "${PYTHON:-python3}" -m venv "$data/peers-train"
    "$data/peers-train/bin/python" -m pip install -q --disable-pip-version-check --no-deps -r "$here/peers-train.txt" >&2
    touch "$data/peers-train/made"
  fi
}

classpath() {
  say "building ..."
  (cd "$root" && "${MVNW:-./mvnw}" -q -B -pl components/tribuo -am install -DskipTests >&2 &&
    "${MVNW:-./mvnw}" -q -B -pl components/tribuo dependency:build-classpath -Dmdep.includeScope=test -Dmdep.outputFile="$scratch/classpath" >&2)
  echo "$root/components/tribuo/target/test-classes:$root/components/tribuo/target/classes:$(cat "$scratch/classpath")"
}

xgboost() {
  peers
  path=$(classpath)
  round=0
  while [ "$round" -lt "$rounds" ]; do
    ours=$(cd "$root/components/tribuo" && java -cp "$path" io.tributary.tribuo.XgBoostBenchmark "$rows" 100)
    theirs=$("$data/peers-train/bin/python" "$here/xgboost_train.py" "$trips" "$rows" 100 "$threads")
    field "$ours" seconds >>"$scratch/ours"
    field "$theirs" seconds >>"$scratch/theirs"
    round=$((round + 1))
  done
  paste -d ' ' "$scratch/ours" "$scratch/theirs" | awk '{ printf "%.3f\n", $1 / $2 }' >"$scratch/ratios"
  echo "{\"what\": \"XGBoost, $rows taxi rows, 100 rounds\", \"rounds\": $rounds, \"seconds\": $(median "$scratch/ours"), \"peak_mb\": $(field "$ours" peak_mb), \"peer\": \"XGBoost for Python\", \"peer_seconds\": $(median "$scratch/theirs"), \"peer_peak_mb\": $(field "$theirs" peak_mb), \"ratio\": $(median "$scratch/ratios")}"
}

[ $# -gt 0 ] || set -- xgboost
for case in "$@"; do
  case $case in
    xgboost) xgboost ;;
    *) say "$case: no case (expected: one of those at the top of this script)" && exit 2 ;;
  esac
done

# What the benchmarks share: read by them with ".", after "set -eu" and with "here" as their folder. They run processes in turn, so that what
# else the machine does meets all of them, and print a line of JSON for each case.
#
# Environment:
#   ROUNDS        rounds of every case; default 3
#   DATA          folder of generated files and of the peers' environments, kept between runs; default ${TMPDIR:-/tmp}/tributary-benchmarks
#   PYTHON        makes the peers' environments; default python3
#   THREADS       default: the number of processors
#   MVNW          runs Maven; default the project's mvnw
#
# Peak memory needs GNU time as /usr/bin/time; without it processor seconds and "peak_mb" are null.

root=$(CDPATH='' cd -- "$here/../.." && pwd -P)
tributary=$root/tributary
trips=$here/../data/chicago-taxi/trips.csv
rounds=${ROUNDS:-3}
data=${DATA:-${TMPDIR:-/tmp}/tributary-benchmarks}
threads=${THREADS:-$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)}
mkdir -p "$data"
scratch=$(mktemp -d "$data/run.XXXXXX")
trap 'rm -rf "$scratch"' EXIT
trap 'exit 130' INT TERM

say() { echo "${0##*/}: $*" >&2; }
unknown() { say "$1: no case (expected: one of those at the top of this script)" && exit 2; }

# Makes a file once: $1 its name, then a command that writes it.
made() {
  file=$data/$1
  shift
  if [ ! -f "$file" ]; then
    say "making $file ..."
    if ! "$@" >"$file.partial"; then
      say "failed: $file"
      return 1
    fi
    mv "$file.partial" "$file"
  fi
}

# Makes a folder once: $1 its name, then a command that is given a path to write it to, as its last argument.
made_folder() {
  folder=$data/$1
  shift
  if [ ! -d "$folder" ]; then
    say "making $folder ..."
    rm -rf "$folder.partial"
    "$@" "$folder.partial" >/dev/null
    mv "$folder.partial" "$folder"
  fi
}

repeated_trips() {
  awk -v rows="$1" 'NR == 1 { print; next } { lines[n++] = $0 } END { for (i = 0; i < rows; i++) print lines[i % n] }' "$trips"
}

# 2,000 columns: a quarter integers, a quarter texts, half reals; a hundred times the same thousand rows.
wide() {
  awk 'BEGIN {
    srand(11)
    for (c = 1; c <= 2000; c++) printf("%sc%d", (c > 1 ? "," : ""), c)
    print ""
    for (r = 0; r < 1000; r++) {
      line = ""
      for (c = 1; c <= 2000; c++) {
        cell = c % 4 == 0 ? "v" int(rand() * 50) : c % 4 == 1 ? int(rand() * 10000) : sprintf("%.3f", rand() * 100)
        line = line (c > 1 ? "," : "") cell
      }
      lines[r] = line
    }
    for (i = 0; i < 100; i++) for (r = 0; r < 1000; r++) print lines[r]
  }'
}

# Makes an environment of Python once: $1 its name, $2 its list of packages. Fails where that is not possible.
python_with() {
  command -v "${PYTHON:-python3}" >/dev/null 2>&1 || return 1
  if [ ! -f "$data/$1/made" ]; then
    say "installing $2 into $data/$1 ..."
    "${PYTHON:-python3}" -m venv "$data/$1" || return 1
    "$data/$1/bin/python" -m pip install -q --disable-pip-version-check --no-deps -r "$here/$2" >&2 || return 1
    touch "$data/$1/made"
  fi
}

# Runs a command; leaves seconds, processor seconds and megabytes in $scratch/measured. Its output goes to $scratch/out.
measure() {
  if [ -x /usr/bin/time ] && /usr/bin/time -f %e true 2>/dev/null; then
    if ! /usr/bin/time -o "$scratch/time" -f '%e %U %S %M' "$@" >"$scratch/out" 2>"$scratch/err"; then
      return 1
    fi
    awk 'END { printf "%.2f %.2f %.0f\n", $1, $2 + $3, $4 / 1024 }' "$scratch/time" >"$scratch/measured"
  else
    began=$(date +%s%N)
    "$@" >"$scratch/out" 2>"$scratch/err" || return 1
    ended=$(date +%s%N)
    echo "$began $ended" | awk '{ printf "%.2f null null\n", ($2 - $1) / 1e9 }' >"$scratch/measured"
  fi
}

# One round of one side: $1 side, then the command. A failure is told, and ends the pair.
side() {
  name=$1
  shift
  if ! measure "$@"; then
    say "failed: $*"
    tail -n 3 "$scratch/err" >&2
    return 1
  fi
  cat "$scratch/measured" >>"$scratch/$name"
}

# The class path of the tests of a module, which is built: $1 its folder.
classpath() {
  say "building ..."
  (cd "$root" && "${MVNW:-./mvnw}" -q -B -pl "$1" -am install -DskipTests >&2 &&
    "${MVNW:-./mvnw}" -q -B -pl "$1" dependency:build-classpath -Dmdep.includeScope=test -Dmdep.outputFile="$scratch/classpath" >&2)
  echo "$root/$1/target/test-classes:$root/$1/target/classes:$(cat "$scratch/classpath")"
}

# The number called $2 in the line of JSON $1.
field() { printf '%s\n' "$1" | sed 's/.*"'"$2"'": *\([0-9.]*\).*/\1/'; }

# Medians of a file, and of a column of one.
median() { sort -n "$1" | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }
column() { awk -v c="$2" '{ print $c }' "$1" >"$scratch/column"; median "$scratch/column"; }

# Runs two sides in turn: $1 what, $2 peer, $3 our script, $4 the peer's; or ours alone if $4 is empty. "ratio" is the median, over the
# rounds, of our time divided by the peer's.
pair() {
  what=$1 peer=$2 ours=$3 theirs=$4
  rm -f "$scratch/ours" "$scratch/theirs"
  round=0
  while [ "$round" -lt "$rounds" ]; do
    side ours sh -c "$ours" || return 0
    if [ -n "$theirs" ]; then side theirs sh -c "$theirs" || return 0; fi
    round=$((round + 1))
  done
  line="{\"what\": \"$what\", \"rounds\": $rounds, \"seconds\": $(column "$scratch/ours" 1), \"cpu_seconds\": $(column "$scratch/ours" 2), \"peak_mb\": $(column "$scratch/ours" 3)"
  if [ -n "$theirs" ]; then
    paste -d ' ' "$scratch/ours" "$scratch/theirs" | awk '{ printf "%.3f\n", $1 / $4 }' >"$scratch/ratios"
    line="$line, \"peer\": \"$peer\", \"peer_seconds\": $(column "$scratch/theirs" 1), \"peer_cpu_seconds\": $(column "$scratch/theirs" 2), \"peer_peak_mb\": $(column "$scratch/theirs" 3), \"ratio\": $(median "$scratch/ratios")"
  fi
  load=$(cut -d ' ' -f 1 /proc/loadavg 2>/dev/null) || load=null
  echo "$line, \"load\": ${load:-null}}"
}

#!/usr/bin/env bash
# Promises of the scripts that a developer meets first.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
broken=0

# check NAME CONDITION...: one promise, kept when CONDITION succeeds.
check() {
    local name=$1
    shift
    if "$@"; then
        echo "ok $name"
    else
        echo "not ok $name"
        sed 's/^/  | /' "$work"/out "$work"/err
        broken=1
    fi
}

# run COMMAND...: leaves its answer in $work/out and $work/err, and its exit status in $status.
run() {
    status=0
    "$@" </dev/null >"$work/out" 2>"$work/err" || status=$?
}

# shellcheck disable=SC2317 # These are called through check and run.
refused() { [ "$status" = 64 ] && [ ! -s "$work/out" ] && grep -qF -- "$1" "$work/err"; }
# shellcheck disable=SC2317
printed() { [ "$status" = 0 ] && [ "$(cat "$work/out")" = "$1" ]; }
# shellcheck disable=SC2317
quiet() { [ "$status" = 0 ] && [ ! -s "$work/out" ] && [ ! -s "$work/err" ]; }

servers=scripts/postgres-servers

# An installation made of three programs that only know their version.
installation=$work/installation
mkdir "$installation" "$work/empty"
for program in postgres initdb pg_ctl; do
    printf '#!/bin/sh\necho "%s (PostgreSQL) 17.2 (pretended)"\n' "$program" >"$installation/$program"
    chmod +x "$installation/$program"
done
# shellcheck disable=SC2317
pretended() { APUS_SERVERS=$work/empty PATH=$installation:$PATH "$@"; }

run $servers ensure 12
check "an unknown major version is refused" refused 'unknown major version "12"'
check "and those that are known are named" refused '11 13 14 15 16 17 18'

run $servers ensure
check "ensure without a version is refused" refused "ensure takes at least one major version"

run $servers
check "no command at all is refused, and the commands are shown" refused "usage: postgres-servers ensure"

run $servers obtain 17
check "an unknown command is refused" refused 'unknown command "obtain"'

run $servers list 17
check "list refuses arguments" refused "list takes no arguments"

run $servers program ../etc passwd
check "a package name cannot lead out of the cache" refused "name of a package"

run $servers --help
check "help is an answer, not an error" [ "$status" = 0 ]

if [ -e /usr/lib/postgresql/17/bin/postgres ]; then
    echo "skipped ensure prints the server on PATH: 17 is installed where it is looked for first"
else
    run pretended $servers ensure 17
    check "ensure prints the server on PATH and obtains nothing" printed $'17\t'"$installation"
fi

run pretended $servers list
check "list shows version and folder, divided by tabs" \
    grep -qE $'^17\t/.*\t17\\.[0-9]+$' "$work/out"

installed=$(find /usr/lib/postgresql -path '*/bin/initdb' 2>/dev/null | sort -V | tail -n 1)
if [ -n "$installed" ]; then
    folder=$(dirname "$installed") major=$(basename "${installed%/bin/initdb}")
    APUS_SERVERS=$work/empty run $servers ensure "$major"
    check "ensure prints an installed server" printed "$major"$'\t'"$folder"
else
    echo "skipped ensure prints an installed server: none is installed"
fi

run scripts/setup nonsense
check "setup refuses what it does not know" refused 'unknown argument "nonsense"'

run scripts/setup demo 15
check "setup demo wants two versions" refused "demo takes two major versions"

run scripts/setup build
check "setup is silent where everything is there" quiet

# A project whose "swift" writes the events it is told to.
project=$work/project
mkdir -p "$project/scripts" "$project/Tests" "$project/bin"
ln -s "$PWD/scripts/test" "$project/scripts/test"
cat >"$project/bin/swift" <<'END'
#!/bin/sh
[ "$1" = test ] || exit "${BUILD_STATUS:-0}"
cat "$EVENTS" >"$4"
exit "${TEST_STATUS:-0}"
END
chmod +x "$project/bin/swift"

test_record() { # ID NAME
    printf '{"kind":"test","payload":{"displayName":"%s","id":"%s","isParameterized":false,"kind":"function","name":"f()","sourceLocation":{"line":1}},"version":"6.3.0"}\n' "$2" "$1"
}
event() { # KIND ID SYMBOL
    printf '{"kind":"event","payload":{"instant":{"absolute":1.5},"kind":"%s","messages":[{"symbol":"%s","text":"a text"}],"testID":"%s"},"version":"6.3.0"}\n' "$1" "$3" "$2"
}
{
    test_record 'M.a()\/A.swift:1:1' 'says \"testEnded\" aloud'
    test_record 'M.b()\/A.swift:2:1' 'breaks'
    test_record 'M.c()\/A.swift:3:1' 'needs a server'
    test_record 'M.d()\/A.swift:4:1' 'was cancelled'
    test_record 'M.e()\/A.swift:5:1' 'dies'
    printf '{"kind":"test","payload":{"displayName":"a suite","id":"M.S","kind":"suite","name":"S"},"version":"6.3.0"}\n'
    for line in 'a 1 pass' 'b 2 fail' 'd 4 skip'; do
        read -r test number symbol <<<"$line"
        event testStarted "M.$test()\\/A.swift:$number:1" default
        event testEnded "M.$test()\\/A.swift:$number:1" "$symbol"
    done
    event testSkipped 'M.c()\/A.swift:3:1' skip
    event testEnded M.S fail
} >"$work/events-whole"
{
    cat "$work/events-whole"
    event testStarted 'M.e()\/A.swift:5:1' default
} >"$work/events-crash"
sed -n '/M.a()/p' "$work/events-whole" >"$work/events-one"

# shellcheck disable=SC2317
tests_with() { # EVENTS TEST_STATUS [BUILD_STATUS]
    EVENTS=$work/$1 TEST_STATUS=$2 BUILD_STATUS=${3:-0} PATH=$project/bin:$PATH "$project/scripts/test"
}
# shellcheck disable=SC2317
concluded() { [ "$status" = "$1" ] && [ "$(tail -n 1 "$work/out")" = "$2" ]; }

run tests_with events-one 0
check "the last line counts what passed" concluded 0 "1 passed, 0 failed"

run tests_with events-whole 1
check "a failed, a skipped and a cancelled test are told apart" \
    concluded 1 "1 passed, 1 failed, 2 skipped"
check "what never started is not passed over" grep -q '^not counted: 1 that' "$work/out"
check "a failed test is named" grep -q '^not ok breaks ' "$work/out"

run tests_with events-crash 1
check "a test that takes the others down counts as failed" \
    concluded 1 "1 passed, 2 failed, 2 skipped"

run tests_with events-one 1
check "a run that fails without a failed test is a failure" concluded 1 "1 passed, 1 failed"

run tests_with events-one 0 1
check "a build that fails is a failure" concluded 1 "0 passed, 1 failed"

printf '#!/bin/sh\necho "ok one"\necho "skipped two: no server"\necho "not ok three"\nexit 1\n' \
    >"$project/Tests/small.test.sh"
chmod +x "$project/Tests/small.test.sh"
run tests_with events-one 0
check "a shell test's promises are counted with the others" \
    concluded 1 "2 passed, 1 failed, 1 skipped"

printf '#!/bin/sh\necho "ok one"\nexit 3\n' >"$project/Tests/small.test.sh"
run tests_with events-one 0
check "a shell test that stops half-way is a failure" concluded 1 "2 passed, 1 failed"

run scripts/bench huge
check "a benchmark of an unknown size is refused before anything is built" \
    refused 'unknown size "huge"'

exit $broken

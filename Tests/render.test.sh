#!/usr/bin/env bash
# `apus render` as scripts use it: exit statuses, addresses, watching, the name ytt.
# One line for each promise: "ok NAME", "not ok NAME" or "skipped NAME: reason".
set -uo pipefail
program=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)/.build/debug/apus
if [ ! -x "$program" ]; then
    echo "skipped everything: $program is not built"
    exit 0
fi
work=$(mktemp -d)
server='' watcher=''
finish() {
    [ -z "$server" ] || kill "$server" 2>/dev/null
    [ -z "$watcher" ] || kill "$watcher" 2>/dev/null
    rm -rf "$work"
}
trap finish EXIT
cd "$work" || exit 1

is() { # is NAME WANTED GOT
    if [ "$2" = "$3" ]; then echo "ok $1"; else echo "not ok $1: wanted '$2', got '$3'"; fi
}

mkdir in
printf 'a: #@ 1 + 1\n' >in/t.yml
printf 'plain text\n' >in/t.txt
"$program" render -f in --output-files out >/dev/null

"$program" render -f in --check out >said
is "check is 0 when committed output is what is rendered" "0:" "$?:$(cat said)"
printf 'a: 3\n' >out/t.yml
"$program" render -f in --check out >said 2>/dev/null
is "check is 2 when committed output is stale" 2 $?
is "check shows the difference" "-a: 3 +a: 2" "$(grep '^[-+]a' said | paste -sd' ')"
printf 'a: 2\n' >out/t.yml && printf 'old: 1\n' >out/removed.yml && printf 'hello\n' >out/README.md
"$program" render -f in --check out >said 2>/dev/null
is "check finds what a removed template left behind, and nothing else" "2:1" \
    "$?:$(grep -c '^+++' said)"
"$program" render -f in/t.yml --check missing 2>/dev/null
is "check is 1 when there is nothing to compare with" 1 $?

"$program" render -f in/t.yml -o json >kept.json
"$program" render -f in/t.yml -o json --check kept.json
is "check compares one file in the format that was asked for" 0 $?

is "explain names the line" "t.yml:1 | a: #@ 1 + 1" \
    "$("$program" render -f in --explain a 2>/dev/null | sed -n 's/^  template *//p')"

ln -s "$program" ytt
is "under the name ytt it is ytt" "ytt version 0.48.0" "$(./ytt version)"
alone=$(dirname "$program")/ytt
is "the program of its own is ytt too" "ytt version 0.48.0" "$("$alone" version)"
"$alone" -f in/t.yml >said && ./ytt -f in/t.yml >said-linked
is "the program of its own renders the same" 0 "$(cmp -s said said-linked && [ -s said ]; echo $?)"
"$alone" -f missing 2>said
is "the program of its own refuses with the same words" "1:$(./ytt -f missing 2>&1)" "$?:$(cat said)"
is "the old subcommand renders too" "a: 2" "$(./ytt template -f in/t.yml)"
is "a shell's pipe is a file" "a: 2" "$(./ytt -f p.yml=<(cat in/t.yml))"
printf 'a: #@ x\n' >bad.yml
./ytt -f bad.yml --bulk-out >bulk
is "bulk output holds the error, and the status stays 0" '0:{"errors":' "$?:$(head -c 10 bulk)"

offered() { ./ytt __complete "$@" | sed 's/\t.*//' | paste -sd' '; }
is "completion offers commands" "completion fmt help version :4" "$(offered '')"
is "completion offers flags" "--data-value --data-value-file --data-value-yaml :4" \
    "$(./ytt __complete --data-value | sed 's/\t.*//' | grep -v -e -values- | sort | paste -sd' ')"
is "completion offers forms of output" "json :4" "$(offered -f . -o j)"
is "completion leaves files to the shell" ":0" "$(offered -f '')"
is "completion knows what fmt takes" "--debug --file --help --strict :4" \
    "$(./ytt __complete fmt -- | sed 's/\t.*//' | sort | paste -sd' ' | sed 's/^:4 \(.*\)/\1 :4/')"
# shellcheck disable=SC1090
words=$(source <(./ytt completion bash) && COMP_WORDS=(./ytt -o p) COMP_CWORD=2 && _ytt_words 2>/dev/null
    echo "${COMPREPLY[*]}")
is "bash completes with its script" "pos" "$words"
for shell in bash fish powershell zsh; do
    "$program" render completion "$shell" | grep -q 'render __complete'
    is "there is a script for $shell" 0 $?
done
./ytt completion tcsh >/dev/null 2>error
is "a shell nobody has a script for is an error" "1:1" "$?:$(grep -c tcsh error)"

./ytt -f in/t.yml --debug >debugged 2>said
is "debugging changes nothing of the output" "0:a: 2" "$?:$(cat debugged)"
is "debugging shows files, trees, programs, results and the time" 5 \
    "$(grep -c -e '^## file t.yml' -e '^### ast' -e '^### template' -e 'result$' -e '^total: ' said)"
./ytt fmt -f in/t.yml --output json 2>error
is "fmt refuses flags that are not its own" "1:ytt: Error: unknown flag: --output" "$?:$(cat error)"
./ytt website 2>error
is "a website is refused, not mistaken" "1:1" "$?:$(grep -c website error)"
"$program" render -f in --fiel x 2>error
is "a misspelt flag names the nearest" "  hint: did you mean --file?" "$(tail -n 1 error)"
"$program" render -f in/t.yml >/dev/full 2>error
is "a full disk is an error" "1:1" "$?:$(grep -c 'no space left' error)"
seq 60000 | sed 's/.*/k&: v/' >long.yml
"$program" render -f long.yml 2>error | head -n 1 >/dev/null
is "a reader that goes away is no error of ours" "" "$(cat error)"
"$program" render -f nowhere.yml --watch 2>error
is "watching nothing is a mistake" "1:1" "$?:$(grep -c 'Nothing to watch' error)"
ln -s in/t.yml link.yml
./ytt -f link.yml 2>/dev/null
is "a link is refused" 1 $?
is "a link may lead where it is allowed to" "a: 2" \
    "$(./ytt -f link.yml --allow-symlink-destination "/nowhere,$PWD/in")"
is "links may lead anywhere where that is said" "a: 2" \
    "$(./ytt -f link.yml --dangerous-allow-all-symlink-destinations)"

"$program" render -f in/t.yml --watch >watched 2>/dev/null &
watcher=$!
for _ in $(seq 100); do [ -s watched ] && break; sleep 0.1; done
sleep 0.3
printf 'a: #@ 20 + 1\n' >in/t.yml
for _ in $(seq 100); do [ "$(wc -l <watched)" -ge 2 ] && break; sleep 0.1; done
is "watching renders again after a change" "a: 2 a: 21" "$(paste -sd' ' watched)"
kill "$watcher"
for _ in $(seq 50); do kill -0 "$watcher" 2>/dev/null || break; sleep 0.1; done
is "watching ends when it is told to" "gone" "$(kill -9 "$watcher" 2>/dev/null && echo there || echo gone)"
wait "$watcher" 2>/dev/null
watcher=''

if command -v python3 >/dev/null && command -v curl >/dev/null; then
    python3 - >port 2>/dev/null <<'PYTHON' &
import http.server, sys

class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == '/moved.yml':
            self.send_response(302); self.send_header('Location', '/t.yml'); self.end_headers(); return
        self.send_response(200); self.end_headers(); self.wfile.write(b'web: #@ 2 * 3\n')

server = http.server.HTTPServer(('127.0.0.1', 0), Answer)
print(server.server_port, flush=True)
server.serve_forever()
PYTHON
    server=$!
    for _ in $(seq 100); do [ -s port ] && break; sleep 0.1; done
    at=http://127.0.0.1:$(cat port)
    is "an address is a file" "web: 6" "$("$program" render -f "$at/t.yml")"
    is "an address may lead to another" "web: 6" "$("$program" render -f "$at/moved.yml")"
    kill "$server" && wait "$server" 2>/dev/null
    server=''
    "$program" render -f "$at/t.yml" >/dev/null 2>error
    is "an address nobody answers at is an error that names it" "1:1" \
        "$?:$(grep -c "Requesting URL '$at/t.yml'" error)"
else
    echo "skipped addresses: python3 or curl is not installed"
fi

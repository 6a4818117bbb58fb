# shellcheck shell=bash
# Sourced by the scripts: how they speak, and how they install what they need.

say() { printf '%s\n' "$*" >&2; }

# stop STATUS MESSAGE [HINT]: the same two lines that Apus itself would print.
stop() {
    say "error: $2"
    if [ -n "${3:-}" ]; then say "  hint: $3"; fi
    exit "$1"
}

# install_packages REASON PACKAGE...: says what it installs and why before it does.
install_packages() {
    local reason=$1 as_root=()
    shift
    command -v apt-get >/dev/null ||
        stop 1 "$reason takes packages, and this machine has no apt-get" \
            "Install what Debian calls: $*"
    if [ "$(id -u)" != 0 ]; then
        # A password can be asked for on a terminal only; elsewhere sudo would wait for ever.
        if command -v sudo >/dev/null && { [ -t 0 ] || sudo -n true 2>/dev/null; }; then
            as_root=(sudo)
        else
            stop 1 "$reason takes packages that only root or sudo can install" \
                "Run as root: apt-get install $*"
        fi
    fi
    say "installing ${*} (for $reason)"
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq update >&2
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300 \
        install -y --no-install-recommends "$@" </dev/null >/dev/null
}

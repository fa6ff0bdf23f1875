#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Freezeframe authors
# SPDX-License-Identifier: MIT
#
# cleanroot.sh PACKAGE CORE-FOLDER EXECUTABLE TOOLS: makes a minimal root of this system's release, installs the package
# and the named tools with no more than they depend on, and tries there what a person does. Prints "ok STEP" or
# "FAILED STEP: why", one a line; all else goes to stderr. Status 77: such a root can't be made here, with the reason.
set -euo pipefail

package=$1 core=$2/core executable=$3 tools=$4

# shellcheck source=/dev/null
source /etc/os-release
[[ $ID = debian ]] || {
    echo "no clean root of $PRETTY_NAME: only Debian's are known"
    exit 77
}
((EUID == 0)) || unshare --user --map-auto true 2>/dev/null || {
    echo 'no clean root: this user can make no namespaces with other users in them'
    exit 77
}

work=$(mktemp -d "${TMPDIR:-/var/tmp}/freezeframe-clean.XXXXXX")
trap 'rm -rf --one-file-system "$work"' EXIT
chmod 755 "$work"
mkdir "$work/given"
cp "$package" "$work/given/package.deb"
cp "$core" "$work/given/core"
cp "$executable" "$work/given/crash"
zstd -q "$work/given/core" -o "$work/given/core.zst"
cp "$work/given/core.zst" "$work/given/core.4711.zst"
: >"$work/results"
chmod 666 "$work/results"

# What is tried inside, by a shell that is nobody's in particular.
cat >"$work/given/steps.sh" <<'STEPS'
export HOME=/tmp/home LC_ALL=C.UTF-8 QT_QPA_PLATFORM=offscreen DISPLAY=:77 DEBIAN_FRONTEND=noninteractive
unset XDG_CURRENT_DESKTOP XDG_DATA_DIRS XDG_CONFIG_HOME XDG_CACHE_HOME XDG_DATA_HOME BROWSER
mkdir -p "$HOME" && cd /given || exit 1

step() { # NAME STATUS [WHY]
    if [ "$2" = 0 ]; then echo "ok $1"; else echo "FAILED $1: $3"; fi >>/results
}

# The window that has a file open, or that was given it: prints its process.
window_of() {
    for process in /proc/[0-9]*; do
        [ "$(readlink "$process/exe")" = /usr/bin/freezeframe ] || continue
        grep -qF "$1" "$process/maps" 2>/dev/null || { [ "$2" = given ] && tr '\0' '\n' <"$process/cmdline" | grep -qxF "$1"; } || continue
        echo "${process#/proc/}"
        return 0
    done
    return 1
}

# NAME FILE given|mapped COMMAND…: the command must make a window open the file.
opens() {
    name=$1 file=$2 how=$3
    shift 3
    "$@" "$file" >/tmp/opens.log 2>&1 &
    for _ in $(seq 120); do
        sleep 0.5
        process=$(window_of "$file" "$how") || continue
        sleep 2
        kill "$process" 2>/dev/null
        status=$?
        wait
        step "$name" "$status" "the window did not stay open: $(tail -n 3 /tmp/opens.log)"
        return
    done
    step "$name" 1 "no window has it open: $(tail -n 3 /tmp/opens.log)"
}

apt-get -y --no-install-recommends install ./package.deb $TOOLS </dev/null >/tmp/apt.log 2>&1
step installs $? "$(tail -n 5 /tmp/apt.log)"
gzip -t /usr/share/man/man1/freezeframe.1.gz /usr/share/man/man1/freezeframe-cli.1.gz ||
    ! dpkg -L freezeframe | grep -q /man1/
step manual $? 'a page is missing or broken'
output=$(freezeframe-cli report core --exe crash 2>&1)
[ $? -le 1 ] && echo "$output" | grep -q '^panic: '
step 'command line' $? "$output"
output=$(freezeframe --screenshot /tmp/window.png --exe crash core 2>&1) && [ -s /tmp/window.png ]
step window $? "$output"

if command -v gio >/dev/null; then
    opens 'gio open core' /given/core mapped gio open
    opens 'xdg-open core, GNOME' /given/core mapped env XDG_CURRENT_DESKTOP=GNOME xdg-open
    opens 'gio open core.zst' /given/core.zst given gio open
    opens 'gio open core.4711.zst' /given/core.4711.zst given gio open
elif command -v xdg-open >/dev/null; then
    opens 'xdg-open core, no desktop' /given/core mapped xdg-open
    opens 'xdg-open core.zst, no desktop' /given/core.zst given xdg-open
fi
exit 0
STEPS

make=(mmdebstrap --variant=minbase --include=ca-certificates
    --customize-hook="cp -r '$work/given' \"\$1/given\"; : >\"\$1/results\""
    --customize-hook="TOOLS='$tools' chroot \"\$1\" /bin/sh /given/steps.sh >&2"
    --customize-hook="cat \"\$1/results\" >'$work/results'")
for kind in http https; do # as this machine reaches its packages
    proxy=$(apt-config dump --format '%v%n' "Acquire::$kind::Proxy" 2>/dev/null) || true
    [[ -z $proxy ]] || make+=(--aptopt="Acquire::$kind::Proxy \"$proxy\"")
done
((EUID != 0)) || make=(unshare --mount "${make[@]}" --mode=root)
"${make[@]}" "$VERSION_CODENAME" /dev/null >&2 </dev/null
cat "$work/results"

#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Freezeframe authors
# SPDX-License-Identifier: MIT
#
# portableroot.sh ARCHIVE CORE-FOLDER EXECUTABLE SUITE: makes a minimal root of a Debian release, unpacks the archive in it
# and runs both programs, with nothing installed. Prints "ok STEP" or "FAILED STEP: why", one a line; all else goes to
# stderr. Status 77: such a root can't be made here, with the reason.
set -euo pipefail

archive=$1 core=$2/core executable=$3 suite=$4

((EUID == 0)) || unshare --user --map-auto true 2>/dev/null || {
    echo 'no clean root: this user can make no namespaces with other users in them'
    exit 77
}
work=$(mktemp -d "${TMPDIR:-/var/tmp}/freezeframe-portable.XXXXXX")
trap 'rm -rf --one-file-system "$work"' EXIT
chmod 755 "$work"
mkdir "$work/given"
tar -xf "$archive" -C "$work/given"
mv "$work"/given/freezeframe-* "$work/given/a folder with blanks"
cp "$core" "$work/given/core"
cp "$executable" "$work/given/crash"
: >"$work/results"
chmod 666 "$work/results"
cat >"$work/given/steps.sh" <<'STEPS'
export HOME=/tmp/home LC_ALL=C.UTF-8 QT_QPA_PLATFORM=offscreen
mkdir -p "$HOME" && cd /given || exit 1
step() { # NAME STATUS [WHY]
    if [ "$2" = 0 ]; then echo "ok $1"; else echo "FAILED $1: $3"; fi >>/results
}
! ls /usr/lib/*/libQt6Core* >/dev/null 2>&1
step 'nothing is installed' $? 'the root has Qt'
output=$("./a folder with blanks/bin/freezeframe-cli" report core --exe crash 2>&1)
[ $? -le 1 ] && echo "$output" | grep -q '^panic: '
step 'command line' $? "$output"
output=$("./a folder with blanks/bin/freezeframe" --screenshot /tmp/window.png --exe crash core 2>&1) && [ -s /tmp/window.png ]
step window $? "$output"
ln -s "/given/a folder with blanks/bin/freezeframe-cli" /usr/local/bin/freezeframe-cli
freezeframe-cli --version >/dev/null
step 'by a link' $? 'a link in $PATH does not start it'
exit 0
STEPS
make=(mmdebstrap --variant=minbase
    --customize-hook="cp -r '$work/given' \"\$1/given\"; : >\"\$1/results\""
    --customize-hook="chroot \"\$1\" /bin/sh /given/steps.sh >&2"
    --customize-hook="cat \"\$1/results\" >'$work/results'")
for kind in http https; do # as this machine reaches its packages
    proxy=$(apt-config dump --format '%v%n' "Acquire::$kind::Proxy" 2>/dev/null) || true
    [[ -z $proxy ]] || make+=(--aptopt="Acquire::$kind::Proxy \"$proxy\"")
done
((EUID != 0)) || make=(unshare --mount "${make[@]}" --mode=root)
"${make[@]}" "$suite" /dev/null >&2 </dev/null
cat "$work/results"

#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Freezeframe authors
# SPDX-License-Identifier: MIT
#
# record.sh FOLDER CLI NAME=SOURCES…: builds the walkthrough's programs with the Go on PATH, and leaves of each NAME.zst and
# NAME.core.zst in FOLDER, for machines where they can't be built, crashed or captured. One that can't be recorded here is
# named and left out.
set -euo pipefail

folder=$1 cli=$2
shift 2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$folder"

say() { printf 'record.sh: %s\n' "$*" >&2; }

# As the kernel writes it, else as gdb does.
crash() {
    (
        ulimit -Sc "$(ulimit -Hc)"
        GOTRACEBACK=crash timeout 60 "./$1" >/dev/null 2>&1
    ) 2>/dev/null || true
    find . -maxdepth 1 -name 'core*' -size +0 -exec mv {} ./recorded \; -quit
    [[ -s recorded ]] && return
    GOTRACEBACK=crash timeout 120 gdb -nx -batch -iex 'set debuginfod enabled off' \
        -ex 'handle SIGSEGV SIGURG SIGQUIT SIGPIPE nostop noprint pass' -ex run -ex 'generate-core-file recorded' "./$1" \
        >/dev/null 2>&1 || true
    [[ -s recorded ]]
}

# Of one that stands still, or counts.
capture() {
    local pid tries
    "./$1" >output 2>&1 &
    pid=$!
    for ((tries = 0; tries < 100; tries++)); do
        grep -qE '^(ready|i = 12)$' output && break
        sleep 0.1
    done
    "$cli" capture "$pid" -o recorded >/dev/null 2>&1 || true
    kill "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
    [[ -s recorded ]]
}

record() {
    local name=$1 sources=$2
    mkdir "$work/$name"
    (
        cd "$work/$name"
        GOTOOLCHAIN=local GOFLAGS='' GOWORK=off go build -C "$sources" -trimpath -gcflags='-N -l' -ldflags=-compressdwarf=false \
            -o "$work/$name/$name" . 2>/dev/null || exit 1
        case $name in
        loop | one | two) capture "$name" ;;
        *) crash "$name" ;;
        esac || exit 1
        chmod 644 recorded "$name"
        zstd -q -19 -f "$name" -o "$folder/$name.zst"
        zstd -q -19 -f recorded -o "$folder/$name.core.zst"
    ) || say "$name can't be recorded here"
}

for pair in "$@"; do
    record "${pair%%=*}" "${pair#*=}"
done
touch "$folder/stamp"

#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Freezeframe authors
# SPDX-License-Identifier: MIT
#
# lint.sh CHECKOUT BUILD [FILE…]: the checks of `./dev lint`, inside the build's environment. Says what is wrong, one
# complaint a line, and ends non-zero if there was any. clang-tidy and clazy read the named files, else those that
# differ from the main branch, else all.
set -uo pipefail
cd "$1" || exit 2
build=$2
shift 2
failures=0

tracked() { git ls-files --cached --others --exclude-standard -- "$@" | while read -r file; do [[ -f $file ]] && printf '%s\n' "$file"; done; }
code() { tracked '*.cpp' '*.h' | grep -v '^tests/fixtures/'; }

# complain WHAT LINES: counts and prints a finding, if there are lines.
complain() {
    [[ -z $2 ]] && return
    printf '%s:\n  %s\n\n' "$1" "${2//$'\n'/$'\n'  }"
    failures=$((failures + 1))
}

# passes WHAT COMMAND…: the same for a command that fails.
passes() {
    local what=$1 output
    shift
    output=$("$@" 2>&1) || complain "$what" "${output:-$1 failed}"
}

mapfile -t all < <(code)
# The lines of the files whose path fits a pattern, that fit another: lines PATHS WORDS.
lines() { printf '%s\0' "${all[@]}" | grep -zE "$1" | xargs -0 -r grep -nE "$2" /dev/null; }

complain 'Not formatted (./dev format mends it)' "$(clang-format --dry-run -Werror "${all[@]}" 2>&1 |
    sed -n 's/^\([^:]*\):[0-9]*:[0-9]*: error.*/\1/p' | sort -u)"

complain 'Qt in backend/ or cli/' "$(lines '^(backend|cli)/' '^#include *<(Q[A-Z]|KSyntax|KF)')"
complain 'Widgets in model/' "$(lines '^model/' \
    '^#include *<(QWidget|QApplication|QAbstractItemView|Q(Tree|Table|List)(View|Widget)|QPainter|QDialog|QMainWindow|QAction|QStyle|QPalette|QColor|QIcon|QFont)')"
users=$(grep -lE '^#include *[<"](libdwarf(-[0-9]+)?/)?(libdwarf|dwarf)\.h' "${all[@]}")
(($(grep -c . <<<"$users") <= 1)) || complain 'More than one user of libdwarf.h' "$users"

complain 'No SPDX lines on top' "$(tracked '*.cpp' '*.h' '*.go' '*.c' '*.py' '*.sh' '*.cmake' '*CMakeLists.txt' '*.xml' '*.desktop' '*.1' dev .ci/run |
    while read -r file; do
        top=$(head -n 8 "$file")
        [[ $top = *'SPDX-License-Identifier: '* && $top = *'SPDX-FileCopyrightText: '* ]] || echo "$file"
    done)"
complain 'Over 400 lines (split by subject)' "$(wc -l "${all[@]}" dev resources/dev/* | awk '$2 != "total" && $1 > 400 {print $2 ": " $1}')"
complain 'Unfinished' "$(grep -nE '\b(TODO|FIXME|XXX|HACK)\b' "${all[@]}")"

passes 'Shell scripts' shellcheck -x dev .ci/run resources/dev/*.sh tests/resources/*.sh resources/completions/freezeframe resources/completions/freezeframe-cli
passes 'Desktop file' desktop-file-validate resources/*.desktop
passes 'AppStream metadata' appstreamcli validate --no-net --override=url-homepage-missing=info resources/*.metainfo.xml
passes 'MIME types, rights' python3 -c 'import sys, xml.dom.minidom; [xml.dom.minidom.parse(name) for name in sys.argv[1:]]' resources/*.xml resources/*.policy.in
complain 'Man pages' "$(mandoc -T lint -W style resources/man/*.1 2>&1 |
    grep -v 'referenced manual not found')" # of this machine's

# Compilers' eyes: only on what the build knows how to compile.
mapfile -t chosen < <(
    if (($# > 0)); then
        printf '%s\n' "$@"
    else
        { git diff --name-only main -- '*.cpp' && git ls-files --others --exclude-standard -- '*.cpp'; } 2>/dev/null
    fi
)
((${#chosen[@]} > 0)) || mapfile -t chosen < <(code | grep '\.cpp$')
mapfile -t chosen < <(
    for file in "${chosen[@]}"; do
        [[ -f $file ]] && grep -qF "/$file\"" "$build/compile_commands.json" && printf '%s\n' "$file"
    done
)
if ((${#chosen[@]} > 0)); then
    output=$(printf '%s\0' "${chosen[@]}" | xargs -0 -n 4 -P "$(nproc)" clang-tidy --quiet -p "$build" 2>/dev/null |
        grep -E '(warning|error): ' | sort -u)
    complain 'clang-tidy' "$output"
    output=$(printf '%s\n' "${chosen[@]}" | grep -E '^(gui|model|screenshots)/' |
        xargs -r -n 4 -P "$(nproc)" clazy-standalone --checks=level1 -p "$build" 2>&1 | grep -E 'warning: .*\[-Wclazy' | sort -u)
    complain 'clazy' "$output"
fi

if ((failures > 0)); then
    printf '%d kinds of complaints\n' "$failures"
    exit 1
fi
echo 'nothing to complain about'

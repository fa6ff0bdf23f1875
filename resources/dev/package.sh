#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Freezeframe authors
# SPDX-License-Identifier: MIT
#
# package.sh BUILD FOLDER: makes a .deb in FOLDER of what is built in BUILD, and prints its path. A package that would
# not start where it is installed, or that breaks Debian's rules, is not made.
set -euo pipefail

build=$1 folder=$2

die() {
    printf 'package: %s\n' "$*" >&2
    exit 1
}

for tool in cpack dpkg dpkg-deb dpkg-shlibdeps file gzip readelf lintian; do
    command -v "$tool" >/dev/null || die "no package can be made without $tool"
done

# The names in a field of a package, one a line, without versions.
names_of() { dpkg-deb -f "$1" "$2" | tr ',|' '\n' | sed 's/(.*//; s/:.*//; s/[[:space:]]//g' | sort -u; }

# Prints each library that a program of the package loads by itself and that no package it depends on has.
unnamed_libraries() {
    local package=$1 unpacked=$2 program library owner provided named
    named=$(names_of "$package" Depends)
    find "$unpacked" -type f -perm /111 | while read -r program; do
        readelf -d "$program" 2>/dev/null | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p' | while read -r library; do
            owner=$(dpkg -S "*/$library" 2>/dev/null | cut -d : -f 1 | tr -d ' ' | sort -u) || true
            # Some libraries are asked for under a name that their package provides: libre2-11-absl20240722.
            provided=$(dpkg-query -W -f '${Provides}\n' "$owner" 2>/dev/null | tr ',' '\n' | sed 's/(.*//; s/[[:space:]]//g')
            grep -qxF "$(printf '%s\n' "${owner:-of no package}" "$provided" | sed '/^$/d')" <<<"$named" ||
                printf '%s, which %s loads (%s)\n' "$library" "${program#"$unpacked"}" "${owner:-of no package}"
        done
    done
}

# What is in it is as old as the sources, or as the last release: the same build gives the same bytes.
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(date +%s -d "$(sed -n 's/^ -- .*  //p' "${0%/*}/../package/changelog.in")")}
export SOURCE_DATE_EPOCH

mkdir -p "$folder"
work=$(mktemp -d "$folder/work.XXXXXX")
trap 'rm -rf --one-file-system "$work"' EXIT
rm -f "$folder"/*.deb

cpack --config "$build/CPackConfig.cmake" -G DEB -B "$work" >"$folder/package.log" 2>&1 ||
    die "cpack failed:
$(tail -n 12 "$folder/package.log")"
packages=("$work"/*.deb)
[[ ${#packages[@]} = 1 && -s ${packages[0]} ]] || die "cpack made no package; see $folder/package.log"

mkdir "$work/unpacked"
dpkg-deb -x "${packages[0]}" "$work/unpacked"
[[ $(find "$work/unpacked/usr/bin" -type f -perm /111 | wc -l) -gt 0 ]] || die 'the package has no program in it'
lacking=$(unnamed_libraries "${packages[0]}" "$work/unpacked")
[[ -z $lacking ]] || die "the package does not name what its programs need, and would not start:
$lacking"

as_root=()
((EUID != 0)) || as_root=(--allow-root)
lintian "${as_root[@]}" --tag-display-limit 0 --fail-on error,warning "${packages[0]}" >&2 ||
    die "lintian does not want the package"

mv "${packages[0]}" "$folder/"
printf '%s\n' "$folder/${packages[0]##*/}"

#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Freezeframe authors
# SPDX-License-Identifier: MIT
#
# sources.sh CHECKOUT FOLDER: makes a .tar.xz in FOLDER of what is committed in CHECKOUT, and prints its path. The same
# commit gives the same bytes.
set -euo pipefail

checkout=$1 folder=$2
version=$(sed -n 's/^project(freezeframe VERSION \([0-9.]*\).*/\1/p' "$checkout/CMakeLists.txt")
output=$folder/freezeframe-$version.tar.xz
git=(git -c safe.directory="$checkout" -C "$checkout")
if [[ -n $("${git[@]}" status --porcelain --untracked-files=no) ]]; then
    printf 'sources: what is not committed is not in the archive\n' >&2
fi
mkdir -p "$folder"
"${git[@]}" archive --format=tar --prefix="freezeframe-$version/" HEAD | xz -T1 -6 >"$output.new"
mv "$output.new" "$output"
printf '%s\n' "$output"

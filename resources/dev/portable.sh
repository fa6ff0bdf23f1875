#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Freezeframe authors
# SPDX-License-Identifier: MIT
#
# portable.sh BUILD FOLDER: makes a .tar.xz in FOLDER of what is built in BUILD, with all libraries that it needs, the C
# library and its loader too, so that it runs from any folder of any Linux of its architecture, and prints its path. The
# same build gives the same bytes.
set -euo pipefail

build=$1 folder=$2

die() {
    printf 'portable: %s\n' "$*" >&2
    exit 1
}

for tool in cmake ldd readelf strip tar xz; do
    command -v "$tool" >/dev/null || die "no archive can be made without $tool"
done

version=$(sed -n 's/^CMAKE_PROJECT_VERSION:STATIC=//p' "$build/CMakeCache.txt")
machine=$(uname -m)
name=freezeframe-$version-$machine
time=${SOURCE_DATE_EPOCH:-0}
mkdir -p "$folder"
work=$(mktemp -d "$folder/work.XXXXXX")
trap 'rm -rf --one-file-system "$work"' EXIT
tree=$work/$name

cmake --install "$build" --prefix "$tree" >"$folder/portable.log" 2>&1 || die "nothing can be installed:
$(tail -n 5 "$folder/portable.log")"
mkdir -p "$tree/lib" "$tree/programs" "$tree/plugins" "$tree/share/fonts"
mv "$tree"/bin/* "$tree/programs/"
rm -rf "$tree/share/lintian" "$tree/share/doc/freezeframe/changelog"

# --- plugins of Qt and fonts: what is loaded by name ------------------------------------------------------------------

plugins=$(qmake6 -query QT_INSTALL_PLUGINS 2>/dev/null || qtpaths6 --query QT_INSTALL_PLUGINS)
for plugin in platforms/libq{xcb,wayland-generic,wayland,offscreen,minimal}.so \
    wayland-shell-integration/libxdg-shell.so wayland-decoration-client/libbradient.so \
    imageformats/libqsvg.so iconengines/libqsvgicon.so styles/breeze6.so platforminputcontexts/libcomposeplatforminputcontextplugin.so \
    platformthemes/libqxdgdesktopportal.so; do
    [[ -f $plugins/$plugin ]] || continue
    mkdir -p "$tree/plugins/${plugin%/*}"
    cp -L "$plugins/$plugin" "$tree/plugins/$plugin"
done
[[ -f $tree/plugins/platforms/libqxcb.so ]] || die "Qt's plugin for X11 is not below $plugins"
for font in $(fc-list 2>/dev/null | sed -n 's/^\([^:]*\(Inter-\|InterVariable\|JetBrainsMono-\(Regular\|Bold\|SemiBold\)\.\|NotoSans-\(Regular\|Bold\)\.\)[^:]*\):.*/\1/p' | sort -u); do
    cp -L "$font" "$tree/share/fonts/"
done

# --- libraries --------------------------------------------------------------------------------------------------------

loader=$(readelf -l "$tree/programs/freezeframe" | sed -n 's/.*program interpreter: \(.*\)\]/\1/p')
[[ -x $loader ]] || die "the loader $loader is not here"
cp -L "$loader" "$tree/lib/"
# Prints the libraries that the files need, by path: those of the files themselves, then of those, to the end.
needed() { ldd "$@" 2>/dev/null | sed -n 's/.* => \(\/[^ ]*\) (.*/\1/p' | sort -u; }
mapfile -t objects < <(find "$tree/programs" "$tree/plugins" -type f)
mapfile -t libraries < <(needed "${objects[@]}")
# What is asked for by name alone once a program runs: other names of hosts and users, fetching debug information.
for library in libnss_files.so.2 libnss_dns.so.2 libdebuginfod.so.1; do
    path=$(ldconfig -p | sed -n "s/.*$library .*x86-64.* => //p" | sed -n 1p)
    [[ -z $path ]] || { libraries+=("$path") && mapfile -t -O "${#libraries[@]}" libraries < <(needed "$path"); }
done
for library in "${libraries[@]}"; do
    [[ -e $tree/lib/${library##*/} ]] || cp -L "$library" "$tree/lib/"
done
lacking=$(ldd "${objects[@]}" 2>/dev/null | sed -n 's/^[[:space:]]*\(.*\) => not found/\1/p' | sort -u)
[[ -z $lacking ]] || die "these libraries are not here: $lacking"
find "$tree/programs" "$tree/plugins" "$tree/lib" -type f -exec strip --strip-unneeded {} + 2>/dev/null || true

# --- how it starts ----------------------------------------------------------------------------------------------------

# Qt takes the loader's folder for the program's: its settings lie there.
printf '[Paths]\nPrefix = ..\nPlugins = plugins\n' >"$tree/lib/qt.conf"
mkdir -p "$tree/etc"
cat >"$tree/etc/fonts.conf" <<'FONTS'
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir prefix="relative">../share/fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
  <alias><family>monospace</family><prefer><family>JetBrains Mono</family><family>Noto Sans Mono</family></prefer></alias>
  <alias><family>sans-serif</family><prefer><family>Inter</family><family>Noto Sans</family></prefer></alias>
</fontconfig>
FONTS
for program in "$tree"/programs/*; do
    cat >"$tree/bin/${program##*/}" <<'START'
#!/bin/sh
# Starts the program with the libraries that it was built with, from wherever this folder lies.
self=$(readlink -f "$0") || exit 127
here=${self%/bin/*}
[ -e /etc/fonts/fonts.conf ] || export FONTCONFIG_FILE="${FONTCONFIG_FILE:-$here/etc/fonts.conf}"
exec "$here/lib/LOADER" --inhibit-cache --library-path "$here/lib" --argv0 "$0" "$here/programs/${self##*/}" "$@"
START
    sed -i "s/LOADER/${loader##*/}/" "$tree/bin/${program##*/}"
    chmod 755 "$tree/bin/${program##*/}"
done
cat >"$tree/README" <<'README'
Freezeframe, to be run from this folder, wherever it lies:

    bin/freezeframe [CORE]          the window
    bin/freezeframe-cli report CORE the same answers as text

Nothing has to be installed. To have it in menus, and opened by a double-click on a core, for one user:

    cp -r share/applications share/icons share/mime ~/.local/share/ && ln -s "$PWD"/bin/* ~/.local/bin/
    update-mime-database ~/.local/share/mime; update-desktop-database ~/.local/share/applications

Processes of other users are captured by bin/freezeframe-cli with an administrator's password, which pkexec asks for. That
it asks in words of its own, an administrator can install one file for (with the path of bin/freezeframe-cli in it):

    install -m 644 share/polkit-1/actions/org.freezeframe.Freezeframe.policy /usr/share/polkit-1/actions/
README

output=$folder/$name.tar.xz
find "$tree" -type d -exec chmod 755 {} +
tar --sort=name --owner=0 --group=0 --numeric-owner --mtime="@$time" --pax-option=exthdr.name=%d/PaxHeaders/%f,delete=atime,delete=ctime \
    -C "$work" -c "$name" | xz -T1 -6 >"$output.new"
mv "$output.new" "$output"
printf '%s\n' "$output"

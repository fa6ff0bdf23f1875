# SPDX-FileCopyrightText: 2026 The Freezeframe authors
# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2154 # what environment.sh set
#
# Sourced by `dev`: the words that go before a command which shall run in the world that environment.sh made ready.
# Reads `here`, `cache`, `world`, `root`, `preset` and `suite`.

: "${here:?} ${cache:?} ${preset:?} ${suite:?} ${delve_version:?}" # set by dev and environment.sh

# Prints the bin folder of the newest Go below a prefix.
newest_go() {
    compgen -G "$1/usr/lib/go-*/bin" | sort -V | tail -n 1
}

# Adds to `inside` what makes the entries of a host folder visible at their own paths, but for the named ones.
mirror() {
    local folder=${1%/} entry
    shift
    for entry in "$folder"/* "$folder"/.[!.]*; do
        [[ " $* " = *" ${entry##*/} "* ]] && continue
        if [[ -L $entry ]]; then
            inside+=(--symlink "$(readlink "$entry")" "$entry")
        elif [[ -e $entry ]]; then
            inside+=(--bind-try "$entry" "$entry")
        fi
    done
}

# Sets `inside` to the words that go before a command that shall run in the world. Two uses: `build` leaves out the
# host's /usr/local, whose headers must not get into the compiler's way; `program` has it, for what crashed there.
world_words() {
    local use=$1 path entry
    [[ $world = root ]] && FREEZEFRAME_TAG=-$suite
    build=$here/build/$preset${FREEZEFRAME_TAG:-}
    tools=$cache/tools-$delve_version
    inside=()
    [[ $world = inside ]] && return
    if [[ $world = native ]]; then
        path=$(newest_go '')
        inside=(env FREEZEFRAME_WORLD=inside PATH="$build/gui:$build/cli:${path:+$path:}$PATH:$tools")
        return
    fi
    case $here/ in
    /usr/local/*) ;;
    /usr/* | /etc/*) die "Here ($os_name) Freezeframe is built in a Debian 13 environment, which can't see $here: keep the checkout outside of /usr and /etc." ;;
    esac
    inside=(bwrap --tmpfs / --ro-bind "$root/usr" /usr --ro-bind "$root/etc" /etc
        --dev-bind /dev /dev --bind /proc /proc --bind /sys /sys)
    for entry in bin sbin lib lib32 lib64 libx32; do
        [[ -L $root/$entry ]] && inside+=(--symlink "$(readlink "$root/$entry")" "/$entry")
    done
    mirror / usr bin sbin lib lib32 lib64 libx32 etc dev proc sys var run
    mirror /run host
    inside+=(--ro-bind / /run/host)
    mirror /var lib cache
    inside+=(--bind "$root/var/cache" /var/cache)
    mirror /var/lib dpkg apt
    inside+=(--ro-bind "$root/var/lib/dpkg" /var/lib/dpkg --ro-bind "$root/var/lib/apt" /var/lib/apt)
    for entry in /etc/{resolv.conf,hosts,hostname,localtime,machine-id,passwd,group} /etc/ssl/certs; do
        [[ -e $entry ]] && inside+=(--ro-bind "$entry" "$entry")
    done
    inside+=(--tmpfs /usr/local)
    if [[ $use = program ]]; then
        mirror /usr/local include
    else
        inside+=(--ro-bind-try /usr/local/share/ca-certificates /usr/local/share/ca-certificates)
    fi
    case $here/ in
    /usr/local/*) inside+=(--bind "$here" "$here") ;;
    esac
    case $PWD/ in # the host's own, where the root's covers it
    /usr/local/* | "$here"/*) inside+=(--chdir "$PWD") ;;
    /usr/* | /etc/* | /bin/* | /sbin/* | /lib*) inside+=(--chdir "/run/host$PWD") ;;
    *) inside+=(--chdir "$PWD") ;;
    esac
    for entry in GOROOT PYTHONHOME PYTHONPATH LD_PRELOAD LD_LIBRARY_PATH QT_PLUGIN_PATH QT_QPA_PLATFORMTHEME; do
        inside+=(--unsetenv "$entry")
    done
    path=$(newest_go "$root")
    inside+=(--setenv PATH "$build/gui:$build/cli:${path#"$root"}:/usr/bin:/usr/sbin:$tools:/usr/local/bin:/usr/local/sbin"
        --setenv LC_ALL C.UTF-8 --setenv FREEZEFRAME_HOST_ROOT /run/host --setenv FREEZEFRAME_WORLD inside --setenv FREEZEFRAME_TAG "$FREEZEFRAME_TAG"
        --setenv FREEZEFRAME_LOADER_ROOT "$(if needs_user_namespace; then printf "%s" "$root"; fi)"
        --remount-ro /
        # Whoever ends bwrap ends the program too; its own --die-with-parent would tie both to the calling shell.
        setpriv --pdeathsig TERM)
}

# An ordinary user enters the root by a user namespace. From there the kernel lets nobody trace a process outside
# (cap_ptrace_access_check), so the programs that capture run outside of it, with the root's loader and libraries.
needs_user_namespace() { [[ $world = root ]] && ((EUID != 0)); }
runs_outside() { needs_user_namespace && [[ $1 = freezeframe || $1 = freezeframe-cli ]]; }

# Sets `outside` to such a program's words.
outside_words() {
    local entry
    outside=(env)
    for entry in PYTHONHOME LD_PRELOAD LD_LIBRARY_PATH QT_QPA_PLATFORMTHEME QT_STYLE_OVERRIDE; do
        outside+=(-u "$entry")
    done
    outside+=(PATH="$build/gui:$build/cli:$PATH" FREEZEFRAME_HOST_ROOT="$root" FREEZEFRAME_TAG="-$suite"
        QT_PLUGIN_PATH="$root/usr/lib/x86_64-linux-gnu/qt6/plugins"
        XDG_DATA_DIRS="${XDG_DATA_DIRS:-/usr/local/share:/usr/share}:$root/usr/share"
        XKB_CONFIG_ROOT="$root/usr/share/X11/xkb" FONTCONFIG_SYSROOT="$root")
}

# SPDX-FileCopyrightText: 2026 The Freezeframe authors
# SPDX-License-Identifier: MIT
# shellcheck shell=bash
#
# Sourced by `dev`: the world in which Freezeframe is built and run. That is this machine where it has the
# libraries (or apt can bring them), else a Debian 13 root in the user's cache, entered by bwrap.
# Reads `here` (the checkout), `cache` (our folder in the user's cache) and the functions say and die.

: "${here:?} ${cache:?} ${preset:?}" # set by dev

suite=trixie
delve_version=v1.27.2

build_packages=(
    ca-certificates g++ cmake ninja-build ccache pkgconf git file
    qt6-base-dev qt6-base-dev-tools qt6-svg-dev qt6-svg-plugins qt6-wayland libkf6syntaxhighlighting-dev
    libdwarf-dev libelf-dev libcapstone-dev nlohmann-json3-dev libarchive-dev zlib1g-dev libzstd-dev libsystemd-dev libre2-dev libedit-dev
    golang-1.24-go gdb breeze-icon-theme kde-style-breeze
    fonts-inter fonts-jetbrains-mono fonts-noto-core shared-mime-info desktop-file-utils xdg-utils xdotool
)
# What makes a package of the program and checks it.
package_packages=(dpkg-dev lintian)
test_packages=(
    "${package_packages[@]}" python3 elfutils lldb binutils xvfb xauth adwaita-icon-theme appstream libglib2.0-bin
    libasan8 libubsan1 libbenchmark-dev procps strace time mandoc imagemagick mmdebstrap mount
    clang-format clang-tidy clazy shellcheck tzdata zstd libxml2-utils
)
# Newer Go releases than the suite's own: the tests build their victims with each Go that is there.
backport_packages=(
    golang-1.25-go golang-1.26-go golang-1.27-go golang-1.25-src golang-1.26-src golang-1.27-src
)
# The releases that the tests build victims with. What apt does not bring comes through Go's own module proxy.
go_versions=(1.22.12 1.23.12 1.24.13 1.25.12 1.26.11 1.27.4)
# What the host needs to make and enter a root.
host_packages=(mmdebstrap bubblewrap uidmap debian-archive-keyring)

# --- which world ------------------------------------------------------------------------------------------------

read_os_release() {
    local key value
    os_id=unknown os_version='' os_name='this system'
    while IFS='=' read -r key value; do
        value=${value#[\"\']} value=${value%[\"\']}
        case $key in
        ID) os_id=$value ;;
        VERSION_ID) os_version=$value ;;
        PRETTY_NAME) os_name=$value ;;
        esac
    done </etc/os-release 2>/dev/null || true
}

# Prints what a native build lacks, one word or two each; nothing if all is there.
missing_libraries() {
    local gcc_major
    gcc_major=$(g++ -dumpversion 2>/dev/null || echo 0)
    ((${gcc_major%%.*} >= 14)) || echo 'GCC >= 14'
    command -v cmake >/dev/null || echo CMake
    command -v ninja >/dev/null || echo Ninja
    if command -v pkg-config >/dev/null; then
        pkg-config --atleast-version=6.8 Qt6Widgets 2>/dev/null || echo 'Qt >= 6.8'
        pkg-config --atleast-version=0.11 libdwarf 2>/dev/null || echo 'libdwarf >= 0.11'
        local library
        for library in libelf capstone libarchive libsystemd; do
            pkg-config --exists "$library" 2>/dev/null || echo "$library"
        done
    else
        echo pkg-config
    fi
    compgen -G '/usr/lib*/cmake/KF6SyntaxHighlighting' >/dev/null ||
        compgen -G '/usr/lib/*/cmake/KF6SyntaxHighlighting' >/dev/null || echo 'KF6 SyntaxHighlighting'
}

# Sets world to native or root. FREEZEFRAME_WORLD overrules, for tests of either way on one machine.
choose_world() {
    read_os_release
    apt_serves=no
    case $os_id in
    debian) [[ -z $os_version ]] || ((${os_version%%.*} >= 13)) && apt_serves=yes ;;
    ubuntu) ((${os_version%%.*} >= 25)) && apt_serves=yes ;;
    esac
    world=${FREEZEFRAME_WORLD:-}
    [[ -n $world ]] && return
    if [[ $apt_serves = yes || -z $(missing_libraries) ]]; then world=native; else world=root; fi
}

joined() { # the arguments with commas between them
    local IFS=,
    printf '%s' "${*}" | sed 's/,/, /g'
}

# --- packages of this machine ------------------------------------------------------------------------------------

# Prints those of the named packages that are not installed.
missing_packages() {
    local installed name status
    installed=" "
    while read -r name status; do
        [[ $status = installed ]] && installed+="${name%%:*} " # dpkg also knows "not-installed", of what others suggest
    done < <(dpkg-query -W -f '${Package} ${db:Status-Status}\n' "$@" 2>/dev/null)
    for name; do
        [[ $installed = *" $name "* ]] || printf '%s\n' "$name"
    done
}

install_packages() {
    local -a as_root=(env DEBIAN_FRONTEND=noninteractive)
    if ((EUID != 0)); then
        command -v sudo >/dev/null || die "Packages are missing, and this user can't install them. An administrator has to type:
    apt-get install --no-install-recommends $*"
        as_root=(sudo env DEBIAN_FRONTEND=noninteractive)
        [[ -t 0 ]] || as_root=(sudo -n env DEBIAN_FRONTEND=noninteractive)
    fi
    say "installing with apt-get: $*"
    mkdir -p "$cache"
    log=$cache/apt.log
    "${as_root[@]}" apt-get update </dev/null 2>&1 | summarise_apt || true # a broken source may not matter
    "${as_root[@]}" apt-get install -y --no-install-recommends "$@" </dev/null 2>&1 | summarise_apt ||
        die "apt-get could not install all of these packages. $log ends with:
$(tail -n 8 "$log")"
}

# Makes this machine ready for a native build (want = build), for a package too, or for all tests and tools (want = test).
prepare_native() {
    local want=$1 missing
    if [[ $apt_serves = no ]]; then
        missing=$(missing_libraries)
        [[ -z $missing ]] || die "$os_name can't build Freezeframe: it lacks $(joined "${missing//$'\n'/,}")."
        [[ $want != package ]] || command -v dpkg-shlibdeps >/dev/null || die "$os_name can't make a Debian package: it lacks dpkg-shlibdeps."
        return
    fi
    local -a wanted=("${build_packages[@]}") lacking
    case $want in
    package) wanted+=("${package_packages[@]}") ;;
    test) wanted+=("${test_packages[@]}") ;;
    esac
    mapfile -t lacking < <(missing_packages "${wanted[@]}")
    if [[ $want = test ]]; then
        local name
        for name in $(missing_packages "${backport_packages[@]}"); do # only where apt's sources have backports
            apt-cache show "$name" >/dev/null 2>&1 && lacking+=("$name")
        done
    fi
    ((${#lacking[@]} == 0)) || install_packages "${lacking[@]}"
}

# --- the Debian 13 root --------------------------------------------------------------------------------------------

# Sets root to the folder of the root that fits our package lists.
name_root() {
    local key
    key=$(printf '%s\n' "$suite" "${build_packages[@]}" "${test_packages[@]}" "${backport_packages[@]}" | sha256sum)
    root=$cache/root-${key:0:12}
}

prepare_root() {
    name_root
    [[ -d $root ]] && return
    local -a lacking=()
    command -v mmdebstrap >/dev/null || lacking+=(mmdebstrap)
    command -v bwrap >/dev/null || lacking+=(bubblewrap)
    ((EUID == 0)) || command -v newuidmap >/dev/null || lacking+=(uidmap)
    if ((${#lacking[@]} > 0)); then
        command -v apt-get >/dev/null || die "$os_name can't build Freezeframe itself: it lacks $(
            mapfile -t names < <(missing_libraries)
            joined "${names[@]}"
        ). For a Debian 13 environment in its place it lacks $(joined "${lacking[@]}"). Install either, then call ./dev again."
        install_packages "${host_packages[@]}"
    fi
    if ((EUID != 0)) && ! grep -q "^\($(id -un)\|$EUID\):" /etc/subuid 2>/dev/null; then
        die "User $(id -un) has no subordinate user ids, which the set-up of the environment needs. An administrator has to type:
    usermod --add-subuids 100000-165535 --add-subgids 100000-165535 $(id -un)"
    fi
    bwrap --ro-bind / / true 2>/dev/null || die "bwrap can't enter a root here: this system does not let user $(id -un) make namespaces. An administrator has to type one of these, whichever the kernel knows:
    sysctl kernel.apparmor_restrict_unprivileged_userns=0
    sysctl kernel.unprivileged_userns_clone=1"
    mkdir -p "$cache"
    exec 9<>"$cache/lock"
    if ! flock -n 9; then
        say 'another ./dev sets up the environment; waiting for it'
        until flock -w 1 9; do
            [[ -d /proc/$(<"$cache/lock") ]] || end_survivors
        done
    fi
    echo $$ >"$cache/lock"
    [[ -d $root ]] || make_root
    exec 9>&-
}

# Ends whoever holds the lock but this script: what is left of a set-up whose ./dev was killed.
end_survivors() {
    local holder process
    # shellcheck disable=SC2044 # names below /proc hold no spaces
    for holder in $(find -L /proc/[0-9]*/fd -maxdepth 1 -name 9 -samefile "$cache/lock" 2>/dev/null); do
        process=${holder#/proc/} process=${process%%/*}
        ((process == $$ || process == BASHPID)) || kill -KILL "$process" 2>/dev/null || true
    done
}

# Removes what an interrupted set-up left behind. The caller holds the lock.
clear_litter() {
    local litter scratch
    for litter in "$cache"/root-*.new; do
        [[ -e $litter ]] && rm -rf --one-file-system "$litter"
    done
    if [[ -f $cache/scratch ]]; then # of mmdebstrap in a user namespace, where the files belong to subordinate ids
        scratch=$(<"$cache/scratch")
        if [[ $scratch = */freezeframe-setup.* && -d $scratch ]]; then
            mmdebstrap --unshare-helper rm -rf "$scratch"/* 2>/dev/null || true
            rm -rf "$scratch"
        fi
        rm -f "$cache/scratch"
    fi
}

# Builds the root under a temporary name and renames it when it is whole. The caller holds the lock, and so does
# mmdebstrap: should this script be killed, the next call ends what is still running and clears up.
make_root() {
    local new=$root.new packages proxy kind scratch free file
    clear_litter
    free=$(df --output=avail -k "$cache" | tail -n 1)
    ((free > 4000000)) || die "The Debian 13 environment needs 4 GB in $cache, which has $((free / 1024)) MB free."
    say "$os_name has no Qt >= 6.8: making a Debian 13 environment in $root (once; about 600 MB to fetch, 3 GB on disk)"
    packages=$(printf '%s,' "${build_packages[@]}" "${test_packages[@]}")
    packages+=$(printf "%s/$suite-backports," "${backport_packages[@]}")
    local -a make=(mmdebstrap --verbose --variant=apt --include="${packages%,}"
        --aptopt='APT::Install-Recommends "false"'
        --setup-hook="$(declare -f add_backports); add_backports \"\$1\" $suite")
    for kind in http https; do
        proxy=$(apt-config dump --format '%v%n' "Acquire::$kind::Proxy" 2>/dev/null) || true
        [[ -z $proxy ]] || make+=(--aptopt="Acquire::$kind::Proxy \"$proxy\"")
    done
    log=$cache/setup.log
    trap 'end_survivors; die "interrupted; the next call starts the set-up anew"' INT TERM HUP
    if ((EUID == 0)); then # in a mount namespace, so that its mounts end with it
        unshare --mount "${make[@]}" --mode=root "$suite" "$new" </dev/null 2>&1 | summarise_apt &
    else
        # In a user namespace the files belong to subordinate ids, which can't enter a private home: scratch outside.
        scratch=$(mktemp -d "${TMPDIR:-/var/tmp}/freezeframe-setup.XXXXXX")
        chmod 755 "$scratch"
        printf '%s\n' "$scratch" >"$cache/scratch"
        mkdir "$new"
        { TMPDIR=$scratch "${make[@]}" --mode=unshare "$suite" - </dev/null | tar -x --exclude=./dev -C "$new"; } \
            2> >(summarise_apt) &
    fi
    wait $! || die "The environment could not be made. $log ends with:
$(tail -n 8 "$log")"
    trap - INT TERM HUP
    for file in resolv.conf localtime machine-id hosts hostname; do # places to bind the host's own to
        rm -f "$new/etc/$file"
        : >"$new/etc/$file"
    done
    mkdir -p "$new/usr/local/share/ca-certificates" "$new/etc/ssl/certs"
    mv "$new" "$root"
    clear_litter
    say "the environment is ready ($(du -sm "$root" | cut -f 1) MB)"
}

# Runs in mmdebstrap's shell on the new root: for backports, a line like the one that it wrote for the suite, so that
# the same mirror serves both.
add_backports() {
    for file in "$1"/etc/apt/sources.list "$1"/etc/apt/sources.list.d/*; do
        case $file in
        *.sources)
            sed "/^\$/q; s/^Suites:.*/Suites: $2-backports/" "$file" >"$1/etc/apt/sources.list.d/backports.sources"
            return
            ;;
        *)
            grep -q "^deb .* $2 main" "$file" 2>/dev/null || continue
            sed -n "s/^\\(deb .*\\) $2 main.*/\\1 $2-backports main/p" "$file" | sed -n 1p >"$1/etc/apt/sources.list.d/backports.list"
            return
            ;;
        esac
    done
}

# Copies apt's talk into the log and shows what it comes to: one line that updates on a terminal, else a few lines.
summarise_apt() {
    local line text='' shown='' fetched=0 unpacked=0 ready=0 total='?' terminal=no
    [[ -t 2 ]] && terminal=yes
    : >"$log"
    while IFS= read -r line; do
        printf '%s\n' "$line" >>"$log"
        case $line in
        *' newly installed, '*)
            total=${line#*upgraded, } total=${total%% newly*} fetched=0 unpacked=0 ready=0
            ;;
        'Need to get '*) text="fetching $total packages:${line#Need to get}" ;;
        Get:*) text="fetched $((++fetched)) of $total packages" ;;
        'Unpacking '*) text="unpacked $((++unpacked)) of $total packages" ;;
        'Setting up '*) text="set up $((++ready)) of $total packages" ;;
        'E: '* | 'I: running apt-get update'* | 'I: extracting'* | 'I: creating'* | 'I: cleaning'*) text=${line#I: } ;;
        *) continue ;;
        esac
        if [[ $terminal = yes ]]; then
            printf '\r\033[K%.*s' "$((${COLUMNS:-80} - 1))" "  $text (${SECONDS} s)" >&2
        elif [[ $text != *' of '* || $text = *[05]0' of '* ]]; then
            [[ $text = "$shown" ]] || printf '  %s\n' "$text" >&2
            shown=$text
        fi
    done
    [[ $terminal = no ]] || printf '\r\033[K' >&2
}

# --- Go's releases and debugger, for tests and benchmarks ----------------------------------------------------------

# The program of a Go release ("1.26") of this machine's packages or of ours; `root` is set if it is seen from outside.
go_of_release() {
    local program
    for program in "${root:-}/usr/lib/go-$1/bin/go" "$cache/go/$1/bin/go"; do
        [[ -x $program ]] || continue
        printf '%s\n' "$program"
        return
    done
    return 1
}

# Names to programs, in FREEZEFRAME_GO, the releases that prepare_go brought; those that a person put there come first.
hand_over_go() {
    local version program
    for version in "${go_versions[@]}"; do
        program=$(go_of_release "${version%.*}") || continue
        [[ $program = "$cache"/* && :${FREEZEFRAME_GO:-}: != *:"$program":* ]] || continue
        FREEZEFRAME_GO=${FREEZEFRAME_GO:+$FREEZEFRAME_GO:}$program
        export FREEZEFRAME_GO
    done
}

# Brings the Go releases that the tests need and apt does not have. Runs inside the world. Not fatal, as there may be no
# network: what is lacking is named once, and the tests have no rows of it. Without any Go there is nothing to test.
prepare_go() {
    local version release own folder status
    local -a lacking=()
    own=$(GOTOOLCHAIN=local go env GOVERSION 2>/dev/null) || die 'There is no Go here, of any release: the tests need one to build the programs whose cores they read.'
    mkdir -p "$cache/go"
    : >"$cache/go.log"
    for version in "${go_versions[@]}"; do
        release=${version%.*}
        [[ $own = go$release || $own = go$release.* ]] && continue
        go_of_release "$release" >/dev/null && continue
        say "fetching Go $version"
        status=0
        folder=$(GOTOOLCHAIN=go$version GOFLAGS=-modcacherw timeout 600 go env GOROOT 2>>"$cache/go.log") || status=$?
        if ((status == 0)) && [[ -x $folder/bin/go ]]; then
            ln -sfnT "$folder" "$cache/go/$release"
        else
            lacking+=("$release")
        fi
    done
    hand_over_go
    ((${#lacking[@]} == 0)) || say "Go $(joined "${lacking[@]}") can't be had here (see $cache/go.log): what needs it is not tested"
}

# Installs Delve into the cache with the newest Go that is there, as prepare_go left it. Runs inside the world. Not
# fatal: the tests that need it say so.
prepare_delve() {
    local version program newest=go
    [[ -x ${tools:?is set by world_words}/dlv ]] && return
    say "fetching Delve $delve_version"
    mkdir -p "$tools"
    for version in "${go_versions[@]}"; do
        program=$(go_of_release "${version%.*}") && newest=$program
    done
    if ! GOBIN=$tools GOFLAGS=-modcacherw timeout 600 "$newest" install "github.com/go-delve/delve/cmd/dlv@$delve_version" \
        >"$cache/delve.log" 2>&1; then
        say "Delve is not available (see $cache/delve.log); the comparisons with it will be skipped"
    fi
}

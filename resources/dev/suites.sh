# SPDX-FileCopyrightText: 2026 The Freezeframe authors
# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2154 # what dev and entering.sh set
#
# Sourced by `dev`, for its verb test: runs the tests of a build, and counts. Adds to the caller's passed, failed, skipped.

: "${here:?} ${preset:?}" # set by dev

# Adds up what the last ctest of a build folder did, by Qt Test functions, and by programs where those say nothing.
# A program that died or ran out of time counts as one failure more. Prints "passed failed skipped".
count_results() {
    awk '
        /^[0-9]+\/[0-9]+ Test(ing)?: / { p = f = s = 0; totals = 0 }
        /^Totals: [0-9]+ passed/ { p += $2; f += $4; s += $6; totals = 1 }
        /^Test Passed\./ { if (!totals) p = 1; passed += p; failed += f; skipped += s; p = f = s = 0 }
        /^(Test Failed\.|Test time out|Test Timeout|Unable to find executable)/ {
            passed += p; failed += f > 0 ? f : 1; skipped += s; p = f = s = 0
        }
        /^Test Skipped/ || /^Test not run/ { skipped++ }
        END { print passed + 0, failed + 0, skipped + 0 }
    ' "$build/Testing/Temporary/LastTest.log"
}

# Builds targets of the preset and runs its tests: run_suite [TARGET…] -- CTEST-OPTION…; adds to passed, failed, skipped.
run_suite() {
    local counts
    local -a targets=()
    while (($# > 0)) && [[ $1 != -- ]]; do
        targets+=("$1")
        shift
    done
    shift
    say "tests of the $preset build"
    if ! build_tree "${targets[@]}"; then
        say "the $preset build failed"
        failed=$((failed + 1))
        return
    fi
    rm -f "$build/Testing/Temporary/LastTest.log"
    ctest --test-dir "$build" -j 2 --output-on-failure --no-tests=error "$@" || true
    if [[ ! -f $build/Testing/Temporary/LastTest.log ]]; then
        failed=$((failed + 1))
        return
    fi
    grep -E '^SKIP ' "$build/Testing/Temporary/LastTest.log" || true
    read -r -a counts < <(count_results)
    passed=$((passed + counts[0])) failed=$((failed + counts[1])) skipped=$((skipped + counts[2]))
}

# The sanitized program over one core of each victim of the newest Go, and of the older ones where they differ most,
# all stacks and variables of it: a report that a sanitizer stops, or that ends otherwise than whole or with warnings,
# has failed.
run_reports() {
    local folder core status newest log=$build/reports.log
    newest=$(find "$here/build/victims${FREEZEFRAME_TAG:-}" -maxdepth 1 -name 'variables-*' -printf '%f\n' |
        cut -d - -f 2 | sort -V | tail -n 1)
    say 'reports of all victims, sanitized'
    for folder in "$here/build/victims${FREEZEFRAME_TAG:-}"/*/; do
        case $folder in
        */*-"$newest"-*/ | */variables-*-noopt-*/ | */cgo-*/ | */switches-*/) ;;
        *) continue ;;
        esac
        # Not the thousand requests: their variables take minutes here. Not head: sort would die of SIGPIPE.
        core=$(find "$folder" -name 'core*' -size +0 -size -200M -not -path '*/inflight-*/many-*' | sort | sed -n 1p)
        [[ -n $core ]] || continue
        status=0
        timeout 300 "$build/cli/freezeframe-cli" report "$core" --format json --stacks --variables --threads \
            --depth 24 >/dev/null 2>"$log" || status=$?
        if ((status <= 1)) && ! grep -qE 'Sanitizer|runtime error:' "$log"; then
            passed=$((passed + 1))
        else
            failed=$((failed + 1))
            say "FAILED, status $status: freezeframe-cli report $core"
            tail -n 40 "$log" >&2
        fi
    done
}

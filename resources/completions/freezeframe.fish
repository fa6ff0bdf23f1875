# SPDX-FileCopyrightText: 2026 The Freezeframe authors
# SPDX-License-Identifier: MIT
#
# For fish. What there is to complete is asked of the program itself, by --help.

function __freezeframe_options
    $argv[1] --help 2>/dev/null | string match -ra -- '--[a-z][a-z-]+' | sort -u
end

function __freezeframe_commands
    freezeframe-cli --help 2>/dev/null | string replace -rf '.*freezeframe-cli ([a-z]+).*' '$1' | sort -u
end

complete -c freezeframe -n 'string match -q -- "-*" (commandline -ct)' -a '(__freezeframe_options freezeframe)'
complete -c freezeframe-cli -n 'string match -q -- "-*" (commandline -ct)' -a '(__freezeframe_options freezeframe-cli)'
complete -c freezeframe-cli -n __fish_use_subcommand -a '(__freezeframe_commands)'

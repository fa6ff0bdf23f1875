#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Freezeframe authors
# SPDX-License-Identifier: MIT
"""Feeds damaged copies of a core and its executable to freezeframe-cli.

damage.py PROGRAM CORE EXECUTABLE [SECONDS [SEED]]

A copy is damaged where readers believe what they read: in headers and notes, in the pages that hold pointers, at the
end. Whatever the damage, the program has to answer or to refuse (exit status 0 to 3) within a minute. Anything else is
a finding: its input is kept, and the command to repeat it is printed.
"""
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time

TIME_LIMIT = 60
NUMBERS = [0, 1, 2, 0x7F, 0x80, 0xFF, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 0x7FFFFFFFFFFFFFFF, 0xFFFFFFFFFFFFFFFF]


def damage(data, dice):
    """Damages a bytearray in place; returns its new length."""
    size = len(data)
    block = dice.randrange(size) & ~0xFFF  # much at one place hits what belongs together: a heap page, a stack, a table
    for _ in range(dice.choice([1, 1, 2, 8, 64])):
        first, length = dice.choice([(0, 64), (0, 4096), (0, 65536), (0, size), (block, 4096), (block, 65536)])
        place = min(first + dice.randrange(min(length, size)), size - 1)
        kind = dice.randrange(4)
        if kind == 0:
            data[place] ^= 1 << dice.randrange(8)
        elif kind == 1:
            width = dice.choice([1, 2, 4, 8])
            number = (dice.choice(NUMBERS) & ((1 << (8 * width)) - 1)).to_bytes(width, "little")
            data[place : place + width] = number[: max(0, min(width, size - place))]
        elif kind == 2:  # a pointer to somewhere else that looks like one: cycles, lists that share a tail
            source = dice.randrange(size) & ~7
            target = dice.randrange(size) & ~7
            word = data[source : source + 8]
            if len(word) == 8 and target + 8 <= size:
                data[target : target + 8] = word
        else:
            length = min(dice.randrange(1, 4096), size - place)
            data[place : place + length] = bytes(length)
    return dice.randrange(size) if dice.randrange(8) == 0 else size


def write_damaged(source, target, dice):
    with open(source, "rb") as file:
        data = bytearray(file.read())
    length = damage(data, dice)
    with open(target, "wb") as file:
        file.write(data[:length])


def run(command):
    """The exit status, or a word for what happened in its place; and what was said on standard error."""
    try:
        done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, timeout=TIME_LIMIT, check=False)
    except subprocess.TimeoutExpired:
        return "no answer in time", b""
    return done.returncode, done.stderr


def few(dice):
    """The variables of some goroutines."""
    return ["--variables"] + [word for _ in range(3) for word in ("--goroutine", str(dice.randrange(1, 64)))]


def main():
    program, core, executable = sys.argv[1:4]
    seconds = float(sys.argv[4]) if len(sys.argv) > 4 else 60
    seed = int(sys.argv[5]) if len(sys.argv) > 5 else int(time.time())
    os.environ.setdefault("ASAN_OPTIONS", "exitcode=99:detect_leaks=0:allocator_may_return_null=1")
    os.environ.setdefault("UBSAN_OPTIONS", "exitcode=99:print_stacktrace=1")
    folder = tempfile.mkdtemp(prefix="freezeframe-fuzz.")
    copies = [os.path.join(folder, "core"), os.path.join(folder, "executable")]
    print(f"seed {seed}, {seconds:g} seconds", flush=True)
    findings = rounds = 0
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        dice = random.Random(seed + rounds)
        spoil_executable = dice.randrange(4) == 0
        for source, copy, spoil in ((core, copies[0], not spoil_executable), (executable, copies[1], spoil_executable)):
            if spoil:
                write_damaged(source, copy, dice)
            else:
                shutil.copyfile(source, copy)
        # All variables of all goroutines take a sanitized program long: seldom.
        kind = dice.choice([["--threads"], ["--variables", "--threads"]] if rounds % 16 == 0 else [["--threads"], few(dice)])
        command = [program, "report", copies[0], "--exe", copies[1], "--stacks", *kind, "--format", "json"]
        if spoil_executable:
            command.append("--force")
        status, said = run(command)
        if status not in (0, 1, 2, 3):
            findings += 1
            kept = tempfile.mkdtemp(prefix=f"freezeframe-finding-{seed + rounds}.")
            for copy in copies:
                shutil.copy(copy, kept)
            words = [word.replace(folder, kept) for word in command]
            print(f"finding ({status}), seed {seed + rounds}: {' '.join(words)}")
            print(said.decode(errors="replace")[-3000:], flush=True)
        rounds += 1
    shutil.rmtree(folder)
    print(f"{rounds} damaged inputs, {findings} findings")
    return 1 if findings else 0


sys.exit(main())

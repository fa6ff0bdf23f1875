// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "tests/bench/namebench.h"

#include "backend/inspect/namesearch.h"
#include "tests/bench/race.h"

#include <QElapsedTimer>

#include <algorithm>
#include <vector>

namespace Freezeframe
{

namespace
{

constexpr int nameCount = 200'000;
constexpr size_t shownHits = 50;

/// As long as those of large programs are, and each fits whatever letter comes first.
std::vector<std::string> names()
{
    constexpr int packages = 97;
    constexpr int types = 1009;
    std::vector<std::string> all;
    for (int i = 0; i < nameCount; ++i) {
        all.push_back("example.org/service/cache" + std::to_string(i % packages) + ".(*Cache"
                      + std::to_string(i % types) + ").GetOrHandle" + std::to_string(i));
    }
    return all;
}

}

void benchNames(int runs)
{
    const std::vector<std::string> all = names();
    auto index = std::make_shared<NameIndex>();
    for (const std::string &name : all)
        index->add(NameKind::Function, PackageRank::Dependency, name);
    say(QString());
    say(QStringLiteral("Go to anything: each letter over %1 names (aim: 50 ms)").arg(nameCount));
    for (const char *typed : {"e", "cache.get", "handle19999", "service cache get"}) {
        const std::string text(typed);
        std::vector<double> times; // of each letter, the fastest run
        for (int run = 0; run < runs; ++run) {
            NameSearch search(index);
            for (size_t letters = 1; letters <= text.size(); ++letters) {
                QElapsedTimer timer;
                timer.start();
                (void)search.search(std::string_view(text).substr(0, letters), shownHits, NameIndex::everyKind);
                const double milliseconds = double(timer.nsecsElapsed()) / 1e6;
                if (run == 0)
                    times.push_back(milliseconds);
                else
                    times[letters - 1] = std::min(times[letters - 1], milliseconds);
            }
        }
        const auto slowest = std::ranges::max_element(times);
        say(QStringLiteral("  %1: slowest letter %2 ms (the %3.), last %4 ms")
                .arg(QString::fromLatin1(typed), -20)
                .arg(*slowest, 0, 'f', 1)
                .arg(slowest - times.begin() + 1)
                .arg(times.back(), 0, 'f', 1));
    }
}

}

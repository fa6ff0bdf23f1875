// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "tests/inspect/expectedfindings.h"

#include <QTest>

#include <algorithm>
#include <span>

namespace Freezeframe
{

ExpectedFindings expectedOf(const QByteArray &output)
{
    ExpectedFindings expected;
    for (const QByteArray &line : output.split('\n')) {
        const QByteArrayList words = line.split(' '); // finding ID goroutines N…
        if (words.size() < 3 || words.front() != "finding")
            continue;
        std::vector<quint64> goroutines;
        for (const QByteArray &word : words.mid(3))
            goroutines.push_back(word.toULongLong());
        expected.emplace(words.at(1), std::move(goroutines));
    }
    return expected;
}

ExpectedFindings foundIn(const Findings &findings)
{
    ExpectedFindings found;
    for (const Finding &finding : findings.all) {
        std::vector<quint64> goroutines(finding.goroutines.begin(), finding.goroutines.end());
        std::ranges::sort(goroutines);
        found.emplace(QByteArray::fromStdString(finding.id), std::move(goroutines));
    }
    return found;
}

namespace
{

/// A line each.
std::string textOf(const Finding &finding)
{
    std::string text = finding.title + '\n' + finding.detail + '\n';
    for (const Finding::Evidence &evidence : finding.evidence)
        text += evidence.text + '\n';
    return text;
}

}

QByteArray allText(const Findings &findings)
{
    QByteArray text;
    for (const Finding &finding : findings.all)
        text += QByteArray::fromStdString(finding.id + ": " + textOf(finding));
    return text;
}

bool tells(const Findings &findings, std::string_view id, std::string_view text)
{
    return std::ranges::any_of(findings.all,
                               [&](const Finding &one) { return one.id == id && textOf(one).contains(text); });
}

QByteArray textOf(const ExpectedFindings &expected)
{
    QByteArray text;
    for (const auto &[id, goroutines] : expected) {
        text += id;
        for (const quint64 one : std::span(goroutines).first(std::min<size_t>(goroutines.size(), 20)))
            text += ' ' + QByteArray::number(one);
        text += '\n';
    }
    return text;
}

void addVictims(const QStringList &cases, const QString &fixture)
{
    QTest::addColumn<VictimRequest>("request");
    for (const GoToolchain &go : goToolchains({1, 22})) {
        for (const QString &name : cases) {
            const bool isOptimised = go.version.minorVersion() % 2 == 0;
            QTest::newRow(qPrintable(go.release() + QLatin1Char(' ') + name))
                << VictimRequest{.fixture = fixture,
                                 .go = go,
                                 .build = isOptimised ? GoBuild::Plain : GoBuild::NoOpt,
                                 .arguments = {name}};
        }
    }
}

}

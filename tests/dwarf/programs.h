// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QList>
#include <QString>
#include <QTemporaryDir>

#include <expected>

namespace Freezeframe
{

/// Programs with debug information, built for this test run and gone after it.
class Programs
{
public:
    struct Program {
        QString name; ///< "go 1.26 noopt", for test rows
        QString path;
        bool isGo = true;
    };
    /// With each Go that the machine has: as it comes, and not optimised and not compressed, and PIE. Then C for DWARF 4
    /// and 5, with and without optimisation. @p isShort: of each language one.
    [[nodiscard]] std::expected<QList<Program>, QString> build(bool isShort);
    /// The program that asks Go's debug/dwarf.
    [[nodiscard]] std::expected<QString, QString> oracle();
    /// Standard output; the error is a sentence with standard error.
    [[nodiscard]] static std::expected<QByteArray, QString> run(const QString &program, const QStringList &arguments,
                                                                const QString &folder = {});

private:
    [[nodiscard]] std::expected<QString, QString> goBuild(const QString &go, const QString &source, const QString &name,
                                                          const QStringList &flags);

    QTemporaryDir m_folder;
};

}

// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "tests/support/victim.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>

#include <expected>
#include <memory>

namespace Freezeframe
{

/// A headless Delve that has a core open, asked over its JSON-RPC (API version 2). One thread; ends Delve when
/// destroyed.
class Delve
{
public:
    [[nodiscard]] static std::expected<std::unique_ptr<Delve>, QString> open(const Victim &victim);
    ~Delve();
    Delve(const Delve &) = delete;
    Delve &operator=(const Delve &) = delete;

    [[nodiscard]] std::expected<QJsonArray, QString> goroutines();
    [[nodiscard]] std::expected<QJsonArray, QString> stack(qint64 goroutine, int depth);
    /// Arguments, then locals, loaded as its print command loads them.
    [[nodiscard]] std::expected<QJsonArray, QString> variables(qint64 goroutine, int frame);
    [[nodiscard]] std::expected<QJsonObject, QString> evaluate(qint64 goroutine, int frame, const QString &expression);

private:
    Delve() = default;
    [[nodiscard]] bool connectTo(const QByteArray &path);
    [[nodiscard]] std::expected<QJsonObject, QString> call(const QString &method, const QJsonObject &arguments);

    QTemporaryDir m_folder;
    QProcess m_process;
    int m_socket = -1;
    int m_lastId = 0;
    QByteArray m_received;
};

}

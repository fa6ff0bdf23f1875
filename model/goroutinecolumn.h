// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "model/session.h"

namespace Freezeframe
{

/// One expression as a column beside all goroutines: asks for its value in each, in the background, and keeps the
/// answer. GUI thread; never waits.
class GoroutineColumn : public QObject
{
    Q_OBJECT
public:
    explicit GoroutineColumn(Session *session, QObject *parent = nullptr);

    /// Empty: no column.
    void setExpression(const QString &expression);
    [[nodiscard]] const QString &expression() const { return m_expression; }
    [[nodiscard]] bool isReading() const { return m_isReading; }
    /// Null while there is none, or none so far.
    [[nodiscard]] const std::shared_ptr<const GoroutineValues> &values() const { return m_values; }

Q_SIGNALS:
    void changed();

private:
    void ask();

    Session *m_session;
    QString m_expression;
    std::shared_ptr<const GoroutineValues> m_values;
    bool m_isReading = false;
};

}

// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QWidget>

namespace Freezeframe
{

class RunLabel;

/// A line below a list: what the list leaves out, and a link that ends it. GUI thread.
class HiddenStrip : public QWidget
{
    Q_OBJECT
public:
    explicit HiddenStrip(QWidget *parent);
    /// Hides itself if there is nothing to tell. @p name is what linkActivated() gives.
    void tell(const QStringList &facts, const QString &link, const QString &name);

Q_SIGNALS:
    void linkActivated(const QString &name);

private:
    RunLabel *m_text;
    RunLabel *m_link;
};

}

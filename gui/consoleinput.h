// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QLineEdit>

class QCompleter;
class QStringListModel;

namespace Freezeframe
{

/// The line in which commands are typed, with a history and completion as terminals have them. GUI thread.
class ConsoleInput : public QLineEdit
{
    Q_OBJECT
public:
    explicit ConsoleInput(QWidget *parent = nullptr);

    [[nodiscard]] const QStringList &history() const { return m_history; }
    [[nodiscard]] QCompleter *words() const { return m_completer; }
    /// What completionWanted() asked for: puts in what all @p words share of what follows @p part, and shows them if
    /// that is not one. Nothing if the line has changed since it was @p line.
    void complete(const QString &line, const QString &part, const QStringList &words);

Q_SIGNALS:
    void entered(const QString &line);
    void completionWanted(const QString &line);
    /// F1 at a word; empty: at none.
    void helpWanted(const QString &word);
    void clearWanted();
    void interruptWanted();
    /// Esc in an empty line.
    void left();

protected:
    bool event(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    /// Whether it was one of the line's own keys.
    [[nodiscard]] bool handleKey(const QKeyEvent &event);
    void enter();
    void recall(int step);
    void replacePart(const QString &word);

    QStringList m_history; ///< the oldest first
    qsizetype m_recalled = 0; ///< index into it; its size: the line that is being typed
    QString m_typed; ///< that line, while others are recalled
    QString m_part; ///< the end before the cursor that is completed
    QStringListModel *m_words;
    QCompleter *m_completer;
};

}

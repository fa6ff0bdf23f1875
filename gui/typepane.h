// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QStringList>
#include <QWidget>

class QToolButton;

namespace Freezeframe
{

class LayoutModel;
class ListView;
class RunLabel;
class Session;

/// One type: its size, fields with offsets, padding and methods. A click on a field goes to its type, on a method to its
/// source. GUI thread.
class TypePane : public QWidget
{
    Q_OBJECT
public:
    explicit TypePane(Session *session, QWidget *parent = nullptr);
    /// By the name that it has in the program.
    void show(const QString &type);
    void clear();
    [[nodiscard]] const QString &type() const { return m_type; }
    [[nodiscard]] LayoutModel *model() const { return m_model; }
    [[nodiscard]] ListView *view() const { return m_view; }

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void ask(const QString &type);
    void follow(const QModelIndex &index);
    void back();

    static constexpr qsizetype mostSteps = 100;
    Session *m_session;
    LayoutModel *m_model;
    ListView *m_view;
    QWidget *m_top; ///< its name, where there is room
    RunLabel *m_about;
    QToolButton *m_back;
    QString m_type;
    QStringList m_before; ///< types that one came from, the last one last
};

}

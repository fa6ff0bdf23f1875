// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "model/roles.h"
#include "model/session.h"

#include <QAbstractListModel>

namespace Freezeframe
{

/// What may stand at the end of an expression that is typed, the most fitting first. Asks on the analysis thread; GUI
/// thread.
class CompletionModel : public QAbstractListModel
{
    Q_OBJECT
public:
    enum Role : int {
        DetailRole = OwnRole, ///< its type, or what it is for
        KindRole, ///< "field", in the user's language
        MatchedRole, ///< QList<int>: letters of the text that were typed, ascending
    };
    explicit CompletionModel(Session *session, QObject *parent = nullptr);
    ~CompletionModel() override;

    /// Asks for what may stand at the end of @p text.
    void complete(const QString &text);
    /// Of the newest question, too.
    void clear();
    /// The text that was asked about, and where in it a row's text goes, up to its end.
    [[nodiscard]] const QString &text() const { return m_text; }
    [[nodiscard]] qsizetype begin() const { return m_begin; }

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;

Q_SIGNALS:
    /// The rows are those of text(); there may be none.
    void completed();

private:
    struct Row {
        QString text;
        QString detail;
        QString kind;
        QList<int> matched;
    };
    static constexpr size_t mostRows = 200;
    void receive(const QString &text, const Completions &answer);

    Session *m_session;
    std::vector<Row> m_rows;
    QString m_text;
    qsizetype m_begin = 0;
};

}

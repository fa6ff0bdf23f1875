// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "model/tablefield.h"

#include <QObject>
#include <QPersistentModelIndex>
#include <QPointer>
#include <QSaveFile>
#include <QTimer>

#include <memory>
#include <optional>

namespace Freezeframe
{

/// What a list gives to be copied or saved.
struct ExportedTable {
    std::shared_ptr<QAbstractItemModel> model; ///< of the list, or one made for this
    QList<TableField> fields; ///< none: the columns of the model
    std::optional<QModelIndexList> rows; ///< none: all
    QString title;
};

/// Writes the rows of a model in a format, a slice at a time: the window goes on between. A file is written whole or not
/// at all. Rows that only stand for others (FoldRole) are passed over, to what they stand for. GUI thread.
class TableExport : public QObject
{
    Q_OBJECT
public:
    TableExport(ExportedTable table, TableFormat format, QObject *parent);
    ~TableExport() override;

    /// Begins; finished() or failed() comes later, once.
    void saveTo(const QString &path);
    void collect();
    /// Nothing is written then, and nothing is signalled any more.
    void cancel();
    [[nodiscard]] TableFormat format() const { return m_format; }
    [[nodiscard]] const QString &path() const { return m_path; }

Q_SIGNALS:
    /// Rows of the outermost level.
    void progressChanged(quint64 done, quint64 total);
    /// With all its text, if it was collected.
    void finished(quint64 rows, const QString &text);
    void failed(const QString &sentence);

private:
    void begin();
    void writeSlice();
    void append(const std::string &text);
    void finish();
    void fail(const QString &sentence);
    [[nodiscard]] QModelIndex next() const;
    void writeRow(const QModelIndex &row);

    ExportedTable m_table;
    TableFormat m_format;
    QString m_path;
    std::unique_ptr<QSaveFile> m_file;
    QByteArray m_text;
    std::unique_ptr<TableWriter> m_writer;
    std::vector<QPersistentModelIndex> m_rows; ///< that were chosen
    QPersistentModelIndex m_current; ///< the row written last, of all
    quint64 m_written = 0;
    quint64 m_done = 0; ///< of m_rows, or of the outermost level
    bool m_begun = false;
    QTimer m_timer;
};

}

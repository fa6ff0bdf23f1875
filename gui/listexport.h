// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "model/tableexport.h"

#include <QPointer>

class QMenu;

namespace Freezeframe
{

class ListStrip;
class ListView;

/// Copies and saves the rows of a list, chosen ones or all, in every format: the last entries of its menu, and what
/// Ctrl+C does. GUI thread.
class ListExport : public QObject
{
    Q_OBJECT
public:
    explicit ListExport(ListView *view);

    /// What is written in place of the columns that are seen; for lists whose rows are more than their columns.
    void setFields(const QList<TableField> &fields) { m_fields = fields; }
    /// Gives what is written in place of the list's own rows: of @p rows of the list, or of all.
    using Source = std::function<ExportedTable(const std::optional<QModelIndexList> &rows)>;
    void setSource(Source source) { m_source = std::move(source); }

    /// Adds Copy and all that follows; @p cell may be invalid: then it is about all rows.
    void addTo(QMenu *menu, const QModelIndex &cell);
    /// The chosen rows as text, a line each, cells separated by tabs.
    void copySelection();
    /// Begins to write; says at the bottom of the list what came of it.
    void save(bool all, TableFormat format, const QString &path);
    void copyAs(bool all, TableFormat format);

Q_SIGNALS:
    /// It was written, copied, or could not be; not after Cancel.
    void ended();

private:
    [[nodiscard]] QModelIndexList selectedRows() const;
    [[nodiscard]] QString rowText(const QModelIndex &row, bool isAlone) const;
    [[nodiscard]] QString selectionText() const;
    [[nodiscard]] ExportedTable table(bool all) const;
    void addFormats(QMenu *menu, const QString &text, bool all);
    void askForFile(bool all);
    TableExport *start(bool all, TableFormat format, const QString &verb);
    void end();

    ListView *m_view;
    QList<TableField> m_fields;
    Source m_source;
    ListStrip *m_strip;
    QPointer<TableExport> m_running;
};

}

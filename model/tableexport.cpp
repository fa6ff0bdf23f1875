// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "model/tableexport.h"

#include "model/roles.h"

#include <QAbstractItemModel>
#include <QDeadlineTimer>
#include <QDir>

#include <algorithm>

namespace Freezeframe
{

namespace
{

constexpr int sliceMilliseconds = 12; ///< less than a picture of a screen with 60 Hz
constexpr int rowsBetweenLooks = 64;

size_t levelOf(const QModelIndex &row)
{
    size_t level = 0;
    for (QModelIndex parent = row.parent(); parent.isValid(); parent = parent.parent()) {
        if (!parent.data(FoldRole).toBool())
            ++level;
    }
    return level;
}

bool isTree(const QAbstractItemModel &model)
{
    for (int row = 0; row < model.rowCount(); ++row) {
        const QModelIndex index = model.index(row, 0);
        if (model.hasChildren(index) && !index.data(FoldRole).toBool())
            return true;
    }
    return false;
}

}

TableExport::TableExport(ExportedTable table, TableFormat format, QObject *parent)
    : QObject(parent)
    , m_table(std::move(table))
    , m_format(format)
{
    m_timer.setInterval(0);
    connect(&m_timer, &QTimer::timeout, this, &TableExport::writeSlice);
}

TableExport::~TableExport() = default;

void TableExport::saveTo(const QString &path)
{
    m_path = path;
    m_file = std::make_unique<QSaveFile>(path);
    if (!m_file->open(QIODevice::WriteOnly)) {
        const QString reason = m_file->errorString();
        m_file.reset();
        QMetaObject::invokeMethod(this, [this, reason] { fail(reason); }, Qt::QueuedConnection);
        return;
    }
    begin();
}

void TableExport::collect()
{
    begin();
}

void TableExport::begin()
{
    if (m_table.fields.isEmpty())
        m_table.fields = TableField::ofHeader(*m_table.model);
    std::vector<TableColumn> columns;
    for (const TableField &field : std::as_const(m_table.fields))
        columns.push_back({.name = field.name.toStdString(), .isNumber = field.isNumber});
    const bool hasLevels = !m_table.rows && isTree(*m_table.model);
    m_writer = std::make_unique<TableWriter>(m_format, m_table.title.toStdString(), std::move(columns), hasLevels);
    if (m_table.rows)
        m_rows.assign(m_table.rows->begin(), m_table.rows->end());
    append(m_writer->head());
    m_timer.start();
}

void TableExport::append(const std::string &text)
{
    if (m_file)
        m_file->write(text.data(), qint64(text.size()));
    else
        m_text.append(text.data(), qsizetype(text.size()));
}

/// The row after the current one, its children first; none at the end.
QModelIndex TableExport::next() const
{
    const QAbstractItemModel &model = *m_table.model;
    if (!m_current.isValid())
        return model.index(0, 0);
    if (model.rowCount(m_current) > 0)
        return model.index(0, 0, m_current);
    for (QModelIndex at = m_current; at.isValid(); at = at.parent()) {
        if (const QModelIndex sibling = at.siblingAtRow(at.row() + 1); sibling.isValid())
            return sibling;
    }
    return {};
}

void TableExport::writeRow(const QModelIndex &row)
{
    if (row.data(FoldRole).toBool())
        return;
    std::vector<TableCell> cells;
    cells.reserve(size_t(m_table.fields.size()));
    for (const TableField &field : std::as_const(m_table.fields))
        cells.push_back(field.cell(row));
    append(m_writer->row(cells, m_table.rows ? 0 : levelOf(row)));
    ++m_written;
}

void TableExport::writeSlice()
{
    const QDeadlineTimer slice(sliceMilliseconds);
    for (int count = 1; count % rowsBetweenLooks != 0 || !slice.hasExpired(); ++count) {
        if (m_table.rows) {
            if (m_done == m_rows.size())
                return finish();
            const QModelIndex row = m_rows[m_done++];
            if (!row.isValid())
                return fail(tr("The list changed meanwhile"));
            writeRow(row);
            continue;
        }
        if (m_begun && !m_current.isValid())
            return fail(tr("The list changed meanwhile"));
        const QModelIndex row = next();
        if (!row.isValid())
            return finish();
        m_begun = true;
        m_current = row;
        m_done = row.parent().isValid() ? m_done : quint64(row.row()) + 1;
        writeRow(row);
    }
    Q_EMIT progressChanged(m_done, m_table.rows ? m_rows.size() : quint64(m_table.model->rowCount()));
}

void TableExport::finish()
{
    m_timer.stop();
    append(m_writer->end());
    if (m_file && !m_file->commit())
        return fail(m_file->errorString());
    m_file.reset();
    Q_EMIT finished(m_written, QString::fromUtf8(std::exchange(m_text, {})));
}

void TableExport::cancel()
{
    m_timer.stop();
    m_file.reset(); // what was not committed goes
    m_text.clear();
}

void TableExport::fail(const QString &sentence)
{
    cancel();
    Q_EMIT failed(sentence);
}

}

// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/listexport.h"

#include "gui/liststrip.h"
#include "gui/listview.h"
#include "gui/symboliciconengine.h"
#include "model/format.h"
#include "model/roles.h"

#include <QApplication>
#include <QClipboard>
#include <QFileDialog>
#include <QMenu>
#include <QMimeData>

#include <algorithm>

namespace Freezeframe
{

namespace
{

QString endingOf(TableFormat format)
{
    const std::string_view ending = tableFormatEnding(format);
    return QString::fromLatin1(ending.data(), qsizetype(ending.size()));
}

QString nameOf(TableFormat format)
{
    const std::string_view name = tableFormatName(format);
    return QString::fromLatin1(name.data(), qsizetype(name.size()));
}

QString filterOf(TableFormat format)
{
    return QStringLiteral("%1 (*.%2)").arg(nameOf(format), endingOf(format));
}

/// Rows from the outermost level to the own one: those of a tree in their order.
std::vector<int> pathOf(QModelIndex row)
{
    std::vector<int> path;
    for (; row.isValid(); row = row.parent())
        path.insert(path.begin(), row.row());
    return path;
}

void put(TableFormat format, const QString &text)
{
    auto *data = new QMimeData;
    data->setText(text);
    if (format == TableFormat::Html)
        data->setHtml(text);
    QApplication::clipboard()->setMimeData(data);
}

}

ListExport::ListExport(ListView *view)
    : QObject(view)
    , m_view(view)
    , m_strip(new ListStrip(view))
{
    connect(m_strip, &ListStrip::cancelled, this, &ListExport::end);
}

QModelIndexList ListExport::selectedRows() const
{
    QModelIndexList rows = m_view->selectionModel()->selectedRows();
    if (rows.isEmpty() && m_view->currentIndex().isValid())
        rows.append(m_view->currentIndex().siblingAtColumn(0));
    const bool isFlat = std::ranges::none_of(rows, [](const QModelIndex &row) { return row.parent().isValid(); });
    if (isFlat)
        std::ranges::sort(rows, {}, [](const QModelIndex &row) { return row.row(); });
    else
        std::ranges::sort(rows, {}, pathOf);
    return rows;
}

QString ListExport::rowText(const QModelIndex &row, bool isAlone) const
{
    const QString text = row.data(CopyRole).toString();
    if (!text.isEmpty() && (isAlone || row.model()->columnCount(row.parent()) < 2))
        return text;
    QStringList cells;
    for (int column = 0; column < row.model()->columnCount(row.parent()); ++column) {
        if (!m_view->isColumnHidden(column))
            cells.append(row.siblingAtColumn(column).data().toString());
    }
    return cells.join(QLatin1Char('\t'));
}

QString ListExport::selectionText() const
{
    const QModelIndexList rows = selectedRows();
    QStringList lines;
    for (const QModelIndex &row : rows)
        lines.append(rowText(row, rows.size() == 1));
    return lines.join(QLatin1Char('\n'));
}

void ListExport::copySelection()
{
    if (const QString text = selectionText(); !text.isEmpty())
        QApplication::clipboard()->setText(text);
}

void ListExport::addTo(QMenu *menu, const QModelIndex &cell)
{
    if (!menu->isEmpty())
        menu->addSeparator();
    if (cell.isValid()) {
        const auto count = selectedRows().size();
        // The texts are those of now: the rows may be others when an entry is chosen.
        const QString text = selectionText();
        QAction *copy = menu->addAction(symbolicIcon(QStringLiteral("edit-copy")),
                                        count > 1 ? tr("&Copy %1 Rows").arg(countText(quint64(count))) : tr("&Copy"),
                                        this, [text] { QApplication::clipboard()->setText(text); });
        copy->setShortcut(QKeySequence::Copy); // for show: the key is handled by the list
        copy->setShortcutContext(Qt::WidgetShortcut);
        if (const QString alone = cell.data().toString(); !alone.isEmpty() && alone != text)
            menu->addAction(tr("Copy C&ell"), this, [alone] { QApplication::clipboard()->setText(alone); });
        addFormats(menu, tr("Copy &As"), false);
    }
    addFormats(menu, tr("Copy All As"), true);
    if (selectedRows().size() > 1)
        menu->addAction(tr("Export Selection…"), this, [this] { askForFile(false); });
    menu->addAction(symbolicIcon(QStringLiteral("document-save")), tr("E&xport…"), this, [this] { askForFile(true); });
}

void ListExport::addFormats(QMenu *menu, const QString &text, bool all)
{
    QMenu *formats = menu->addMenu(text);
    for (const TableFormat format : allTableFormats)
        formats->addAction(nameOf(format), this, [this, all, format] { copyAs(all, format); });
}

ExportedTable ListExport::table(bool all) const
{
    const auto rows = all ? std::nullopt : std::optional(selectedRows());
    ExportedTable table = m_source ? m_source(rows) : ExportedTable{};
    if (!table.model) {
        // The list's own: nobody else's to delete.
        table.model = std::shared_ptr<QAbstractItemModel>(std::shared_ptr<void>(), m_view->model());
        table.rows = rows;
        table.fields = m_fields;
        QList<int> hidden;
        for (int column = 0; column < table.model->columnCount(); ++column) {
            if (m_view->isColumnHidden(column))
                hidden.append(column);
        }
        if (table.fields.isEmpty())
            table.fields = TableField::ofHeader(*table.model, hidden);
    }
    table.title = m_view->accessibleName();
    return table;
}

TableExport *ListExport::start(bool all, TableFormat format, const QString &verb)
{
    end();
    m_running = new TableExport(table(all), format, this);
    m_strip->showProgress(verb);
    connect(m_running, &TableExport::progressChanged, m_strip, [this, verb](quint64 done, quint64 total) {
        m_strip->showProgress(tr("%1: %2 of %3 rows").arg(verb, countText(done), countText(total)));
    });
    connect(m_running, &TableExport::finished, m_running, &QObject::deleteLater);
    connect(m_running, &TableExport::failed, m_running, &QObject::deleteLater);
    return m_running;
}

void ListExport::end()
{
    if (m_running) {
        m_running->cancel();
        m_running->deleteLater();
    }
    m_running = nullptr;
    m_strip->end();
}

void ListExport::copyAs(bool all, TableFormat format)
{
    TableExport *run = start(all, format, tr("Copying"));
    connect(run, &TableExport::finished, this, [this, format](quint64 /*rows*/, const QString &text) {
        m_running = nullptr;
        m_strip->end();
        put(format, text);
        Q_EMIT ended();
    });
    connect(run, &TableExport::failed, this, [this](const QString &sentence) {
        m_running = nullptr;
        m_strip->showResult(tr("Not copied: %1").arg(sentence), true);
        Q_EMIT ended();
    });
    run->collect();
}

void ListExport::save(bool all, TableFormat format, const QString &path)
{
    TableExport *run = start(all, format, tr("Saving"));
    connect(run, &TableExport::finished, this, [this, path](quint64 rows) {
        m_running = nullptr;
        const QString count = rows == 1 ? tr("1 row") : tr("%1 rows").arg(countText(rows));
        m_strip->showResult(tr("Saved %1 in %2").arg(count, shown(path.toStdString())), false);
        Q_EMIT ended();
    });
    connect(run, &TableExport::failed, this, [this, path](const QString &sentence) {
        m_running = nullptr;
        m_strip->showResult(tr("%1 was not written: %2").arg(shown(path.toStdString()), sentence), true);
        Q_EMIT ended();
    });
    run->saveTo(path);
}

void ListExport::askForFile(bool all)
{
    auto *dialog = new QFileDialog(m_view, all ? tr("Export All Rows") : tr("Export the Chosen Rows"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    QStringList filters;
    for (const TableFormat format : allTableFormats)
        filters.append(filterOf(format));
    dialog->setNameFilters(filters);
    const auto follow = [dialog](const QString &filter) {
        for (const TableFormat format : allTableFormats) {
            if (filter == filterOf(format))
                dialog->setDefaultSuffix(endingOf(format));
        }
    };
    connect(dialog, &QFileDialog::filterSelected, dialog, follow);
    dialog->selectNameFilter(filterOf(TableFormat::Csv));
    follow(filterOf(TableFormat::Csv));
    QString name = m_view->accessibleName().toLower();
    dialog->selectFile(name.replace(QLatin1Char(' '), QLatin1Char('-')));
    connect(dialog, &QFileDialog::fileSelected, this, [this, all, dialog](const QString &path) {
        // Who types an ending wants that format, whatever is chosen below.
        const auto byName = tableFormatOf(path.toStdString());
        const auto bySuffix = tableFormatOf(('.' + dialog->defaultSuffix()).toStdString());
        save(all, byName ? *byName : bySuffix.value_or(TableFormat::Text), path);
    });
    dialog->open();
}

}

// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/commandswindow.h"

#include "gui/columnwidths.h"
#include "gui/fonts.h"
#include "gui/listview.h"
#include "gui/rowdelegate.h"
#include "gui/symboliciconengine.h"
#include "gui/windowsize.h"
#include "gui/windowtitle.h"
#include "model/commandlist.h"

#include <QHeaderView>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QShortcut>
#include <QSortFilterProxyModel>
#include <QSplitter>
#include <QVBoxLayout>

namespace Freezeframe
{

namespace
{

constexpr int tabCharacters = 4;

}

CommandsWindow::CommandsWindow(bool canRun, QWidget *parent)
    : QWidget(parent, Qt::Window)
    , m_filter(new QLineEdit(this))
    , m_list(new ListView(this))
    , m_rows(new QSortFilterProxyModel(this))
    , m_text(new QPlainTextEdit(this))
    , m_run(new QPushButton(tr("&Run the Example"), this))
    , m_canRun(canRun)
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(windowTitleOf({}, tr("Commands")));
    const int unit = gridUnit(fontMetrics());
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(unit / 2, unit / 2, unit / 2, unit / 2);
    m_filter->setPlaceholderText(tr("Find a command by what it is called or does"));
    m_filter->setAccessibleName(tr("Find a Command"));
    m_filter->setClearButtonEnabled(true);
    m_filter->addAction(symbolicIcon(QStringLiteral("view-filter")), QLineEdit::LeadingPosition);
    column->addWidget(m_filter);
    auto *splitter = new QSplitter(Qt::Vertical, this);
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(m_list);
    splitter->addWidget(m_text);
    column->addWidget(splitter, 1);
    auto *row = new QHBoxLayout;
    row->addWidget(m_run);
    row->addStretch(1);
    auto *closeButton = new QPushButton(tr("Close"), this);
    row->addWidget(closeButton);
    column->addLayout(row);
    m_text->setReadOnly(true);
    m_text->setFont(codeFont());
    m_text->setAccessibleName(tr("About the Command"));
    m_text->setTabStopDistance(QFontMetricsF(codeFont()).horizontalAdvance(QLatin1Char(' ')) * tabCharacters);
    connect(closeButton, &QPushButton::clicked, this, &QWidget::close);
    connect(m_run, &QPushButton::clicked, this,
            [this] { Q_EMIT runWanted(m_list->currentIndex().data(CommandList::ExampleRole).toStringList()); });
    auto *escape = new QShortcut(Qt::Key_Escape, this);
    connect(escape, &QShortcut::activated, this, &QWidget::close);
    setupList();
    resizeWithin(this, {fontMetrics().averageCharWidth() * 120, fontMetrics().height() * 40});
    splitter->setSizes({1, 1});
    m_filter->setFocus();
}

void CommandsWindow::setupList()
{
    m_rows->setSourceModel(new CommandList(this));
    m_rows->setFilterKeyColumn(-1);
    m_rows->setFilterCaseSensitivity(Qt::CaseInsensitive);
    auto *delegate = new CellDelegate(m_list);
    delegate->setCodeColumns({CommandList::Name});
    m_list->setItemDelegate(delegate);
    m_list->setModel(m_rows);
    m_list->setRootIsDecorated(false);
    m_list->setAccessibleName(tr("Commands"));
    m_list->header()->setStretchLastSection(true);
    m_list->columns().setCharacters({30, 48, 60});
    m_list->setEmptyState(tr("No command is called so, or does that."));
    connect(m_filter, &QLineEdit::textChanged, m_rows, &QSortFilterProxyModel::setFilterFixedString);
    connect(m_filter, &QLineEdit::textChanged, this, [this] {
        if (m_rows->rowCount() > 0)
            m_list->setCurrentIndex(m_rows->index(0, 0));
    });
    connect(m_filter, &QLineEdit::returnPressed, m_list, [this] { m_list->setFocus(); });
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, &CommandsWindow::showCurrent);
    m_list->setCurrentIndex(m_rows->index(0, 0));
}

void CommandsWindow::showCurrent()
{
    const QModelIndex current = m_list->currentIndex();
    m_text->setPlainText(current.data(CommandList::HelpRole).toString());
    const bool hasExample = !current.data(CommandList::ExampleRole).toStringList().isEmpty();
    m_run->setEnabled(m_canRun && hasExample);
    m_run->setToolTip(!m_canRun         ? tr("Open a core first")
                          : !hasExample ? tr("This command has no example")
                                        : tr("Type it into the console of this window"));
}

}

// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/typepane.h"

#include "gui/columnwidths.h"
#include "gui/fonts.h"
#include "gui/listview.h"
#include "gui/rowdelegate.h"
#include "gui/runlabel.h"
#include "gui/symboliciconengine.h"
#include "model/format.h"
#include "model/layoutmodel.h"
#include "model/session.h"

#include <QHeaderView>
#include <QToolButton>
#include <QVBoxLayout>

namespace Freezeframe
{

TypePane::TypePane(Session *session, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_model(new LayoutModel(this))
    , m_view(new ListView(this))
    , m_top(new QWidget(this))
    , m_about(new RunLabel(m_top))
    , m_back(new QToolButton(m_top))
{
    const int unit = gridUnit(fontMetrics());
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto *row = new QHBoxLayout(m_top);
    row->setContentsMargins(unit / 2, unit / 4, unit / 2, unit / 4);
    row->addWidget(m_back);
    row->addWidget(m_about, 1);
    column->addWidget(m_top);
    column->addWidget(m_view, 1);
    m_back->setAutoRaise(true);
    m_back->setIcon(symbolicIcon(QStringLiteral("go-previous")));
    m_back->setToolTip(tr("Back to the type before"));
    m_back->setAccessibleName(m_back->toolTip());
    m_back->setEnabled(false);
    auto *delegate = new CellDelegate(m_view);
    delegate->setLinkColumns({LayoutModel::Type});
    m_view->setItemDelegate(delegate);
    m_view->setModel(m_model);
    m_view->setRootIsDecorated(false);
    m_view->columns().setCharacters({9, 9, 30, 50});
    m_view->header()->setStretchLastSection(true);
    m_view->columns().setKeptAs(QStringLiteral("Fields"));
    m_view->setAccessibleName(tr("Fields and methods"));
    m_view->setEmptyState(tr("Choose a type to see its fields, offsets, padding and methods."));
    connect(m_back, &QToolButton::clicked, this, &TypePane::back);
    connect(m_view, &ListView::entered, this, &TypePane::follow);
    connect(m_view, &ListView::rowChosen, this, [this](const QModelIndex &index) {
        // As links: the field's type, and a method's name.
        if (index.column() == LayoutModel::Type || !index.data(LayoutModel::MethodRole).toString().isEmpty())
            follow(index);
    });
    connect(session, &Session::opening, this, &TypePane::clear);
}

void TypePane::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    constexpr int leastRows = 4; // the name, the header, two fields
    m_top->setVisible(height() >= rowHeight(fontMetrics()) * leastRows);
}

void TypePane::clear()
{
    m_type.clear();
    m_before.clear();
    m_back->setEnabled(false);
    m_model->clear();
    m_about->setText({});
}

void TypePane::show(const QString &type)
{
    if (type == m_type || type.isEmpty())
        return;
    if (!m_type.isEmpty())
        m_before.append(m_type);
    if (m_before.size() > mostSteps)
        m_before.removeFirst();
    ask(type);
}

void TypePane::back()
{
    if (!m_before.isEmpty())
        ask(m_before.takeLast());
}

void TypePane::ask(const QString &type)
{
    m_type = type;
    m_back->setEnabled(!m_before.isEmpty());
    m_session->type(this, type, [this, type](const Result<TypeInfo> &info) {
        if (!info) {
            m_model->clear();
            m_about->setRuns({Run::plain(shortType(type.toStdString())), Run::space(),
                              Run::plain(errorText(info.error()), Theme::Role::Warning, Run::Plain, 1)});
            return;
        }
        m_model->setType(*info);
        QString fact = tr("%1, %2 bytes").arg(shown(info->kind), countText(info->size));
        if (m_model->padding() > 0)
            fact += tr(", %1 of them padding").arg(countText(m_model->padding()));
        m_about->setRuns({Run::plain(shortType(info->name), Theme::Role::Text, Run::SemiBold, 2), Run::space(),
                          Run::plain(fact, Theme::Role::Muted, Run::Plain, 1)});
        m_view->setEmptyState(tr("It has no fields and no methods."));
    });
}

void TypePane::follow(const QModelIndex &index)
{
    if (const QString method = index.data(LayoutModel::MethodRole).toString(); !method.isEmpty())
        m_session->showFunction(method);
    else
        show(index.data(LayoutModel::LinkedTypeRole).toString());
}

}

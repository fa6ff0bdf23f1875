// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/comparewindow.h"

#include "backend/compare/corecomparison.h"
#include "gui/columnwidths.h"
#include "gui/fonts.h"
#include "gui/listview.h"
#include "gui/windowsize.h"
#include "gui/windowtitle.h"
#include "model/comparisonmodel.h"
#include "model/format.h"
#include "model/session.h"

#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QShortcut>
#include <QVBoxLayout>

namespace Freezeframe
{

RowDelegate::Line ComparisonDelegate::line(const QModelIndex &index) const
{
    Line line;
    const QString text = index.data().toString();
    if (index.data(ComparisonModel::SectionRole).toBool()) {
        const bool isMuted = index.data(MutedRole).toBool();
        line.left.append(Run::plain(text, isMuted ? Theme::Role::Muted : Theme::Role::Text,
                                    isMuted ? Run::Plain : Run::SemiBold, 1));
        return line;
    }
    const bool isLink = index.column() == ComparisonModel::What && index.data(ComparisonModel::GoroutineRole).isValid();
    line.left.append(Run::plain(text, isLink ? Theme::Role::Link : Theme::Role::Text, Run::Plain, 1));
    return line;
}

CompareWindow::CompareWindow(Session *session, const QString &other, QWidget *parent)
    : QWidget(parent, Qt::Window)
    , m_session(session)
    , m_own(session->options())
    , m_other(session->options())
    , m_model(new ComparisonModel(this))
    , m_view(new ListView(this))
    , m_names(new QLabel(this))
{
    m_other.core = other.toStdString();
    m_other.image = nullptr;
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(windowTitleOf({programName(*session->process()), fileName(m_own.core)}, tr("Compare")));
    const int unit = gridUnit(fontMetrics());
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto *top = new QHBoxLayout;
    top->setContentsMargins(unit / 2, unit / 2, unit / 2, unit / 2);
    column->addLayout(top);
    m_names->setTextFormat(Qt::PlainText);
    m_names->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_names->setWordWrap(true);
    top->addWidget(m_names, 1);
    auto *swapButton = new QPushButton(tr("&Swap"), this);
    swapButton->setToolTip(tr("The other one is the older, or the healthy one"));
    top->addWidget(swapButton);
    column->addWidget(m_view, 1);
    auto *row = new QHBoxLayout;
    row->setContentsMargins(unit / 2, unit / 2, unit / 2, unit / 2);
    row->addStretch(1);
    auto *closeButton = new QPushButton(tr("Close"), this);
    row->addWidget(closeButton);
    column->addLayout(row);
    connect(swapButton, &QPushButton::clicked, this, &CompareWindow::swap);
    connect(closeButton, &QPushButton::clicked, this, &QWidget::close);
    auto *escape = new QShortcut(Qt::Key_Escape, this);
    connect(escape, &QShortcut::activated, this, &QWidget::close);
    connect(session, &Session::opening, this, &QWidget::close);
    setupRows();
    resizeWithin(this, {fontMetrics().averageCharWidth() * 130, fontMetrics().height() * 40});
    ask();
}

void CompareWindow::setupRows()
{
    m_view->setModel(m_model);
    m_view->setItemDelegate(new ComparisonDelegate(m_view));
    m_view->setAccessibleName(tr("What differs"));
    m_view->columns().setCharacters({64, 26, 26, 20});
    m_view->columns().setKeptAs(QStringLiteral("Compare"));
    connect(m_view, &ListView::rowChosen, this, &CompareWindow::choose);
    connect(m_view, &ListView::entered, this, &CompareWindow::choose);
}

void CompareWindow::swap()
{
    m_isOwnAfter = !m_isOwnAfter;
    ask();
}

void CompareWindow::ask()
{
    const OpenOptions &before = m_isOwnAfter ? m_other : m_own;
    const OpenOptions &after = m_isOwnAfter ? m_own : m_other;
    m_names->setText(
        tr("Before: %1\nAfter: %2").arg(QString::fromStdString(before.core), QString::fromStdString(after.core)));
    m_model->setComparison(nullptr);
    m_view->setEmptyState(tr("Comparing…"));
    using Answer = Result<std::shared_ptr<const Comparison>>;
    m_worker.ask(
        AnalysisThread::Kind::Open, AnalysisThread::Priority::Urgent, this,
        [before, after](Inspection *, const std::stop_token &stop) -> Answer {
            const auto first = Inspection::open(before, {}, stop);
            if (!first)
                return std::unexpected(first.error());
            const auto second = Inspection::open(after, {}, stop);
            if (!second)
                return std::unexpected(second.error());
            auto found = CoreComparison(**first, **second).run({}, stop);
            if (!found)
                return std::unexpected(std::move(found.error()));
            return std::make_shared<const Comparison>(std::move(*found));
        },
        [this](const Answer &answer) {
            if (!answer) {
                m_view->setEmptyState(errorText(answer.error()));
                return;
            }
            m_model->setComparison(*answer);
            for (int section = 0; section < m_model->rowCount(); ++section)
                m_view->expand(m_model->index(section, 0));
        });
}

void CompareWindow::choose(const QModelIndex &index)
{
    const QModelIndex first = index.siblingAtColumn(0);
    const QVariant goroutine = first.data(ComparisonModel::GoroutineRole);
    if (goroutine.isValid() && first.data(ComparisonModel::IsAfterRole).toBool() == m_isOwnAfter)
        m_session->selectGoroutine(goroutine.toULongLong());
}

}

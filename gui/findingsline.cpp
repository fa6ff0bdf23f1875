// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/findingsline.h"

#include "gui/fonts.h"
#include "gui/runlabel.h"
#include "model/format.h"
#include "model/session.h"

#include <QHBoxLayout>
#include <QMouseEvent>
#include <QPainter>

namespace Freezeframe
{

FindingsLine::FindingsLine(Session *session, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_label(new RunLabel(this))
{
    setAccessibleName(tr("Findings"));
    const int unit = gridUnit(fontMetrics());
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(unit, unit / 4, unit / 2, unit / 4);
    row->setSpacing(unit / 2);
    row->addWidget(m_label, 1);
    connect(m_label, &RunLabel::linkActivated, this,
            [this](const QString &link) { Q_EMIT findingWanted(link.toInt()); });
    connect(session, &Session::findingsChanged, this, &FindingsLine::refresh);
    connect(session, &Session::opening, this, &FindingsLine::refresh);
    hide();
}

void FindingsLine::refresh()
{
    const auto &findings = m_session->findings();
    const bool isAny = m_hasRoom && findings && !findings->all.empty();
    setVisible(isAny);
    if (!isAny)
        return;
    const auto count = int(findings->all.size());
    m_isNote = findings->all.front().severity == Finding::Severity::Note;
    Runs runs{
        Run::icon(m_isNote ? QStringLiteral("dialog-information") : QStringLiteral("dialog-warning")), Run::space(),
        Run::plain(count == 1 ? tr("1 finding") : tr("%1 findings").arg(count), Theme::Role::Text, Run::SemiBold)};
    constexpr int most = 2; // the page has the others
    for (int i = 0; i < std::min(count, most); ++i) {
        runs.append(Run::plain(i == 0 ? QStringLiteral("   ") : QStringLiteral("  ·  "), Theme::Role::Muted));
        runs.append(Run::plain(shown(findings->all[size_t(i)].title), Theme::Role::Text, Run::Plain, most - i));
        runs.append(Run::plain(QStringLiteral("  ")));
        runs.append(Run::linkTo(tr("Show"), QString::number(i)));
    }
    m_label->setRuns(runs);
    update();
}

void FindingsLine::setHasRoom(bool room)
{
    if (m_hasRoom == room)
        return;
    m_hasRoom = room;
    refresh();
}

void FindingsLine::mousePressEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton)
        Q_EMIT findingWanted(0);
}

void FindingsLine::paintEvent(QPaintEvent * /*event*/)
{
    QPainter painter(this);
    const Theme &theme = m_theme.current();
    painter.fillRect(0, 0, 4, height(), theme.color(m_isNote ? Theme::Role::Accent : Theme::Role::Warning));
    painter.fillRect(0, height() - 1, width(), 1, theme.tint(Theme::Tint::Hairline));
}

}

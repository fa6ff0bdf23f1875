// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/crashheader.h"

#include "gui/fonts.h"
#include "gui/headlinelabel.h"
#include "gui/iconlabel.h"
#include "gui/runlabel.h"
#include "gui/symboliciconengine.h"
#include "model/format.h"

#include <QAction>
#include <QGridLayout>
#include <QMenu>
#include <QMouseEvent>
#include <QPainter>
#include <QToolButton>

namespace Freezeframe
{
namespace
{

using Role = Theme::Role;

Run separator()
{
    return Run::plain(QStringLiteral("  ·  "), Role::Muted);
}

constexpr auto goroutineLink = "goroutine";
constexpr auto threadLink = "thread";
constexpr auto frameLink = "frame";

}

CrashHeader::CrashHeader(Session *session, const Actions &actions, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_icon(new IconLabel(QStringLiteral("dialog-error"), this))
    , m_headline(new HeadlineLabel(this))
    , m_where(new RunLabel(this))
    , m_facts(new RunLabel(this))
    , m_line(new RunLabel(this))
    , m_copy(new QToolButton(this))
    , m_details(new QToolButton(this))
    , m_foldButton(new QToolButton(this))
{
    setAccessibleName(tr("Crash"));
    setToolTip(tr("Back to the crash (Home)"));
    setupLayout(actions);
    for (RunLabel *label : {m_where, m_facts, m_line}) {
        connect(label, &RunLabel::linkActivated, this, &CrashHeader::follow);
        label->setToolTip({});
    }
    connect(session, &Session::crashChanged, this, &CrashHeader::refresh);
}

void CrashHeader::setupLayout(const Actions &actions)
{
    const int unit = gridUnit(fontMetrics());
    m_headline->setFont(headlineFont(font()));
    m_facts->setFont(factFont(font()));
    m_where->setFont(factFont(font()));

    auto *menu = new QMenu(this);
    menu->addActions({actions.copyMarkdown, actions.copyText, actions.copyJson});
    menu->addSeparator();
    menu->addAction(actions.save);
    m_copy->setDefaultAction(actions.copyMarkdown);
    m_copy->setMenu(menu);
    m_copy->setPopupMode(QToolButton::MenuButtonPopup);
    m_details->setDefaultAction(actions.details);
    m_foldButton->setToolTip(actions.fold->toolTip());
    m_foldButton->setAccessibleName(actions.fold->text().remove(QLatin1Char('&')));
    m_foldButton->setIcon(symbolicIcon(QStringLiteral("go-up")));
    connect(m_foldButton, &QToolButton::clicked, actions.fold, &QAction::trigger);
    for (QToolButton *button : {m_copy, m_details, m_foldButton}) {
        button->setAutoRaise(true);
        button->setFocusPolicy(Qt::TabFocus);
        button->setToolButtonStyle(button == m_foldButton ? Qt::ToolButtonIconOnly : Qt::ToolButtonTextBesideIcon);
    }

    auto *grid = new QGridLayout(this);
    grid->setContentsMargins(unit, unit * 5 / 8, unit / 2, unit / 2);
    grid->setHorizontalSpacing(unit / 2);
    grid->setVerticalSpacing(unit / 8);
    grid->addWidget(m_icon, 0, 0, Qt::AlignTop);
    grid->addWidget(m_headline, 0, 1);
    grid->addWidget(m_line, 0, 1);
    grid->addWidget(m_copy, 0, 2, Qt::AlignTop);
    grid->addWidget(m_details, 0, 3, Qt::AlignTop);
    grid->addWidget(m_foldButton, 0, 4, Qt::AlignTop);
    grid->addWidget(m_where, 1, 1, 1, 4);
    grid->addWidget(m_facts, 2, 1, 1, 4);
    grid->setColumnMinimumWidth(0, unit * 3 / 2);
    grid->setColumnStretch(1, 1);
    m_line->hide();
}

void CrashHeader::setFolded(bool folded)
{
    m_folded = folded;
    const int unit = gridUnit(fontMetrics());
    layout()->setContentsMargins(unit, folded ? unit / 4 : unit * 5 / 8, unit / 2, folded ? unit / 4 : unit / 2);
    m_headline->setVisible(!folded);
    m_where->setVisible(!folded);
    m_facts->setVisible(!folded);
    m_details->setVisible(!folded);
    m_line->setVisible(folded);
    m_foldButton->setIcon(symbolicIcon(folded ? QStringLiteral("go-down") : QStringLiteral("go-up")));
    update();
}

void CrashHeader::setRoom(int height)
{
    m_headline->setMostLines(layout()->heightForWidth(width()) + m_headline->heightDenied() <= height ? 2 : 1);
}

bool CrashHeader::isCrash() const
{
    if (!m_session->crash())
        return false;
    switch (m_session->crash()->kind) {
    case CrashSummary::Kind::Panic:
    case CrashSummary::Kind::Throw:
    case CrashSummary::Kind::Signal: return true;
    case CrashSummary::Kind::Requested:
    case CrashSummary::Kind::None: break;
    }
    return false;
}

QString CrashHeader::headline() const
{
    const CrashSummary &crash = *m_session->crash();
    const auto &provenance = m_session->process()->provenance;
    if (provenance && crash.kind == CrashSummary::Kind::None)
        return provenance->pauseSeconds <= 0
            ? tr("Taken while the process ran: values may contradict each other")
            : tr("Captured while running, paused %1").arg(pauseText(provenance->pauseSeconds));
    if (!crash.message.empty())
        return shownLines(crash.message);
    switch (crash.kind) {
    case CrashSummary::Kind::Panic: return tr("panic");
    case CrashSummary::Kind::Throw: return tr("fatal error");
    case CrashSummary::Kind::Signal: return shown(crash.signalName);
    case CrashSummary::Kind::Requested: return tr("Stopped on request (%1)").arg(shown(crash.signalName));
    case CrashSummary::Kind::None: break;
    }
    return tr("Captured while running");
}

Runs CrashHeader::signalRuns() const
{
    const CrashSummary &crash = *m_session->crash();
    if (crash.signalName.empty())
        return {};
    Runs runs{separator(), Run::plain(shown(crash.signalName))};
    if (crash.faultAddress)
        runs.append(Run::plain(tr(" at address %1").arg(addressText(*crash.faultAddress))));
    if (!crash.sender.empty())
        runs.append(Run::plain(tr(", %1").arg(shown(crash.sender))));
    if (!crash.deliveredSignalName.empty() && crash.deliveredSignal != crash.signal)
        runs.append(Run::plain(tr(", delivered as %1").arg(shown(crash.deliveredSignalName)), Role::Muted));
    return runs;
}

Runs CrashHeader::whereRuns(bool folded) const
{
    const CrashSummary &crash = *m_session->crash();
    Runs runs;
    if (!crash.location.isEmpty()) {
        const FunctionName name = functionNameInModule(crash.location.function, m_session->process()->mainModule);
        if (!folded)
            runs.append(Run::plain(tr("in ")));
        runs.append(Run::linkTo(name.whole(), QLatin1String(frameLink), 3));
        runs.append(Run::plain(QStringLiteral("  ")));
        runs.append(Run::linkTo(placeText(crash.location), QLatin1String(frameLink)));
    }
    const auto add = [&runs](const Run &run) {
        if (!runs.isEmpty())
            runs.append(separator());
        runs.append(run);
    };
    if (crash.goroutine)
        add(Run::linkTo(tr("goroutine %1").arg(*crash.goroutine), QLatin1String(goroutineLink)));
    if (crash.place == CrashSummary::Place::LargestGroup && !folded)
        runs.append(Run::plain(tr(" of the largest group"), Role::Muted));
    if (crash.thread && !folded)
        add(Run::linkTo(tr("thread %1").arg(*crash.thread), QLatin1String(threadLink)));
    return folded ? runs : runs + signalRuns();
}

Run CrashHeader::matchRun() const
{
    switch (m_session->process()->match) {
    case FileMatch::BuildId:
    case FileMatch::GoBuildId: return Run::plain(tr("✓ executable matches"), Role::Good);
    case FileMatch::Content: return Run::plain(tr("✓ executable matches by content"), Role::Good);
    case FileMatch::Forced: return Run::plain(tr("executable forced, does not match"), Role::Warning, Run::SemiBold);
    case FileMatch::None: break;
    }
    if (m_session->process()->goLayout == "text")
        return Run::plain(tr("a text"), Role::Muted);
    return Run::plain(tr("no executable"), Role::Warning, Run::SemiBold);
}

Runs CrashHeader::factRuns() const
{
    const ProcessSummary &process = *m_session->process();
    Runs runs;
    // Dropped in this order when room is short: build id, version, arguments.
    const auto add = [&runs](const QString &text, int elide) {
        if (text.isEmpty())
            return;
        Run run
            = Run::plain((runs.isEmpty() ? QString() : QStringLiteral("  ·  ")) + text, Role::Muted, Run::Plain, elide);
        runs.append(run);
    };
    QString command = commandText(process.commandLine);
    if (!process.commandLine.empty())
        command
            = fileName(process.commandLine.front()) + command.mid(commandText({process.commandLine.front()}).size());
    // Where the stack's end is cut off, its place says so in angle brackets: then the file's name is better.
    if (command.startsWith(QLatin1Char('<')))
        command.clear();
    add(command.isEmpty() ? fileName(process.executablePath) : command, 3);
    const QString time = endText(process);
    const QString uptime = uptimeText(process);
    add(uptime.isEmpty()     ? time
            : time.isEmpty() ? tr("after %1").arg(uptime)
                             : tr("%1, after %2").arg(time, uptime),
        0);
    if (process.hasGo && !process.goVersion.empty())
        add(shown(process.goVersion) + QLatin1String(" linux/") + shown(process.architecture), 2);
    const QString version = shown(process.mainModule).section(QLatin1Char(' '), 1);
    const QString revision = shown(process.revision);
    add(version.isEmpty() || version == QLatin1String("(devel)") ? revision.left(7)
            : revision.isEmpty()                                 ? version
                                                                 : tr("%1 (%2)").arg(version, revision.left(7)),
        2);
    const std::string &id = process.coreBuildId.empty() ? process.executableBuildId : process.coreBuildId;
    if (!id.empty())
        add(tr("build id %1").arg(shortId(id)), 1);
    runs.append(Run::plain(QStringLiteral("   ")));
    runs.append(matchRun());
    return runs;
}

void CrashHeader::refresh()
{
    if (!m_session->crash() || !m_session->process())
        return;
    m_headline->setText(headline());
    m_where->setRuns(whereRuns(false));
    m_where->setVisible(!m_folded && !m_where->runs().isEmpty());
    m_facts->setRuns(factRuns());
    const QString text = headline().simplified();
    const qsizetype colon = text.indexOf(QLatin1Char(':')) + 1;
    m_line->setRuns(Runs{Run::plain(text.left(colon), Role::Text, Run::SemiBold),
                         Run::plain(text.mid(colon), Role::Text, Run::Plain, 1), Run::plain(QStringLiteral("   "))}
                    + whereRuns(true));
    m_icon->setIconName(isCrash() ? QStringLiteral("dialog-error") : QStringLiteral("dialog-information"));
    update();
}

void CrashHeader::follow(const QString &link)
{
    const CrashSummary &crash = *m_session->crash();
    if (link == QLatin1String(threadLink) && crash.thread)
        m_session->selectThread(*crash.thread);
    else if (link == QLatin1String(goroutineLink) && crash.goroutine)
        m_session->selectGoroutine(*crash.goroutine);
    else
        m_session->goToCrash();
}

void CrashHeader::mousePressEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton)
        m_session->goToCrash();
}

void CrashHeader::paintEvent(QPaintEvent * /*event*/)
{
    QPainter painter(this);
    const Theme &theme = m_theme.current();
    const bool crash = isCrash();
    painter.fillRect(rect(), theme.tint(crash ? Theme::Tint::CrashHeader : Theme::Tint::InformationBar));
    painter.fillRect(0, 0, 4, height(), theme.color(crash ? Role::Crash : Role::Accent));
    painter.fillRect(0, height() - 1, width(), 1, theme.tint(Theme::Tint::Hairline));
}

}

// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/goroutinedetailsview.h"

#include "gui/fonts.h"
#include "gui/runlabel.h"
#include "model/format.h"
#include "model/session.h"

#include <QGridLayout>
#include <QLabel>
#include <QPainter>
#include <QScrollArea>
#include <QScrollBar>
#include <QVBoxLayout>

namespace Freezeframe
{
namespace
{

using Role = Theme::Role;
constexpr int mostWaits = 3;
constexpr int mostPanics = 3;
constexpr int mostDefers = 3;
constexpr size_t mostAncestors = 5;
constexpr size_t mostPlaces = 3; ///< of one ancestor

}

GoroutineDetailsView::GoroutineDetailsView(Session *session, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_title(new QLabel(this))
    , m_scroll(new QScrollArea(this))
    , m_body(new QWidget(m_scroll))
{
    const int unit = gridUnit(fontMetrics());
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_title->setFont(semiBold(font()));
    m_title->setFixedHeight(unit * 7 / 4);
    m_title->setContentsMargins(unit * 5 / 8, 0, 0, 0);
    column->addWidget(m_title);
    column->addWidget(m_scroll, 1);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setWidgetResizable(true);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->setWidget(m_body);
    m_scroll->viewport()->setAutoFillBackground(false);
    m_body->setAutoFillBackground(false);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    hide();
    connect(session, &Session::opening, this, &QWidget::hide);
    connect(session, &Session::detailsChanged, this, &GoroutineDetailsView::showDetails);
    connect(session, &Session::detailsFailed, this, [this](const Error &error) { showProblem(errorText(error)); });
    connect(session, &Session::stackChanged, this, [this] {
        if (m_session->selection().owner && !m_session->selection().isGoroutine())
            showThread();
        else if (m_details.id != 0)
            showDetails(m_details);
    });
}

QSize GoroutineDetailsView::sizeHint() const
{
    return {QWidget::sizeHint().width(), m_title->height() + m_body->sizeHint().height()};
}

/// The first line at least: its state.
QSize GoroutineDetailsView::minimumSizeHint() const
{
    return {m_title->minimumSizeHint().width(), m_title->height() + rowHeight(fontMetrics()) * 3 / 2};
}

void GoroutineDetailsView::clearRows()
{
    delete m_body->layout();
    qDeleteAll(m_body->findChildren<QWidget *>(Qt::FindDirectChildrenOnly));
    const int unit = gridUnit(fontMetrics());
    m_rows = new QGridLayout(m_body);
    m_rows->setContentsMargins(unit * 5 / 8, unit / 2, unit * 5 / 8, unit / 2);
    m_rows->setVerticalSpacing(unit / 4);
    m_rows->setHorizontalSpacing(unit);
    m_rows->setColumnStretch(1, 1);
}

void GoroutineDetailsView::addRow(const QString &name, const Runs &runs)
{
    auto *label = new QLabel(name, m_body);
    label->setForegroundRole(QPalette::Text);
    auto *value = new RunLabel(m_body);
    value->setRuns(runs);
    connect(value, &RunLabel::linkActivated, this, &GoroutineDetailsView::follow);
    const int row = m_rows->rowCount();
    m_rows->addWidget(label, row, 0);
    m_rows->addWidget(value, row, 1);
}

void GoroutineDetailsView::reveal()
{
    m_scroll->verticalScrollBar()->setValue(0);
    updateGeometry();
    show();
}

void GoroutineDetailsView::showProblem(const QString &problem)
{
    clearRows();
    m_details = {};
    m_title->setText(m_session->selection().isGoroutine() ? tr("Goroutine %1").arg(m_session->selection().owner->id)
                                                          : QString());
    addRow(tr("Details"), {Run::plain(problem, Role::Warning, Run::Italic, 1)});
    reveal();
}

void GoroutineDetailsView::showThread()
{
    m_details = {};
    clearRows();
    const auto id = qint64(m_session->selection().owner->id);
    m_title->setText(tr("Thread %1").arg(id));
    if (m_session->threads()) {
        for (const ThreadInfo &thread : *m_session->threads()) {
            if (thread.tid != id)
                continue;
            addRow(tr("Name"), {Run::plain(shown(thread.name), Role::Text, Run::Plain, 1)});
            if (!thread.signalName.empty())
                addRow(tr("Signal"), {Run::plain(shown(thread.signalName), thread.crashed ? Role::Crash : Role::Text)});
            addRow(tr("Runs"),
                   {thread.goroutine ? Run::linkTo(tr("goroutine %1").arg(*thread.goroutine),
                                                   QStringLiteral("goroutine:%1").arg(*thread.goroutine))
                                     : Run::plain(tr("no goroutine"), Role::Muted)});
        }
    }
    reveal();
}

void GoroutineDetailsView::showDetails(const GoroutineDetails &details)
{
    if (!m_session->selection().isGoroutine() || m_session->selection().owner->id != details.id)
        return;
    m_details = details;
    clearRows();
    m_title->setText(details.isSystem ? tr("System Goroutine %1").arg(details.id) : tr("Goroutine %1").arg(details.id));
    addState(details);
    addWaits(details);
    if (!details.labels.empty()) {
        Runs runs;
        for (const auto &[key, value] : details.labels) {
            runs.append(Run::plain((runs.isEmpty() ? QString() : QStringLiteral("   ")) + shown(key) + QLatin1Char(' '),
                                   Role::Muted));
            runs.append(Run::plain(shown(value), Role::Text, Run::Plain, 1));
        }
        addRow(tr("Labels"), runs);
    }
    addOrigin(details);
    addPanicsAndDefers(details);
    if (details.error)
        addRow(tr("Damage"), {Run::plain(errorText(*details.error), Role::Warning, Run::Italic, 1)});
    reveal();
    m_ancestors.clear();
    m_session->ancestors(this, details.id, [this, id = details.id](const Result<std::vector<AncestorInfo>> &ancestors) {
        if (ancestors)
            addAncestors(id, *ancestors);
    });
}

/// A way to it, if it is still there.
Run GoroutineDetailsView::goroutineRun(quint64 id) const
{
    return m_session->hasGoroutine(id) ? Run::linkTo(tr("goroutine %1").arg(id), QStringLiteral("goroutine:%1").arg(id))
                                       : Run::plain(tr("goroutine %1, ended").arg(id));
}

/// Where those stood that it stems from: known if the program ran with GODEBUG=tracebackancestors.
void GoroutineDetailsView::addAncestors(quint64 goroutine, const std::vector<AncestorInfo> &ancestors)
{
    if (goroutine != m_details.id || ancestors.empty())
        return;
    m_ancestors = ancestors;
    for (size_t i = 0; i < std::min(ancestors.size(), mostAncestors); ++i) {
        Runs runs{goroutineRun(ancestors[i].goroutine)};
        size_t count = 0;
        for (size_t j = 0; j < ancestors[i].frames.size() && count < mostPlaces; ++j) {
            const AncestorInfo::Place &place = ancestors[i].frames[j];
            const bool isSame = j > 0 && ancestors[i].frames[j - 1].location.function == place.location.function;
            if (place.isRuntime || isSame) // a recursion is told once
                continue;
            runs.append(Run::plain(count++ == 0 ? QStringLiteral("  ") : QStringLiteral(" ← "), Role::Muted));
            runs.append(Run::linkTo(functionName(place.location.function).whole(),
                                    QStringLiteral("ancestor:%1:%2").arg(i).arg(j), int(mostPlaces - count + 1)));
        }
        addRow(i == 0 ? tr("Stems from") : QString(), runs);
    }
    if (ancestors.size() > mostAncestors)
        addRow({}, {Run::plain(tr("and %1 more").arg(ancestors.size() - mostAncestors), Role::Muted)});
    updateGeometry();
}

void GoroutineDetailsView::addState(const GoroutineDetails &details)
{
    QString state = shown(details.status);
    if (!details.waitReason.empty() && details.waits.empty())
        state += QLatin1String(", ") + shown(details.waitReason);
    if (const QString wait = waitText(details.waitNanoseconds); !wait.isEmpty())
        state += QLatin1String(", ") + (details.isTimeExact ? wait : tr("at least %1").arg(wait));
    Runs runs{Run::plain(state, Role::Text, Run::Plain, 1)};
    if (details.thread != 0) {
        runs.append(Run::plain(tr(", on ")));
        runs.append(Run::linkTo(tr("thread %1").arg(details.thread), QStringLiteral("thread:%1").arg(details.thread)));
    }
    addRow(tr("State"), runs);
}

void GoroutineDetailsView::addWaits(const GoroutineDetails &details)
{
    int count = 0;
    for (const WaitInfo &wait : details.waits) {
        if (++count > mostWaits) {
            addRow({}, {Run::plain(tr("and %1 more").arg(details.waits.size() - mostWaits), Role::Muted)});
            return;
        }
        Runs runs{Run::plain(shown(wait.kind), Role::Text, Run::Plain, 2)};
        if (!wait.object.isNull()) {
            runs.append(Run::plain(QStringLiteral("  ")));
            runs.append(Run::linkTo(addressText(wait.object), QStringLiteral("address:%1").arg(wait.object.value)));
        }
        if (!wait.description.empty())
            runs.append(Run::plain(QStringLiteral("  ") + shown(wait.description), Role::Muted, Run::Plain, 1));
        addRow(count == 1 ? tr("Waits for") : QString(), runs);
        for (const WaitInfo::Holder &holder : wait.holders) {
            const QString name = functionName(holder.function).whole();
            addRow(tr("Held by"),
                   {Run::linkTo(tr("goroutine %1").arg(holder.goroutine),
                                QStringLiteral("goroutine:%1").arg(holder.goroutine)),
                    Run::plain(holder.isDeferred ? tr("  probably, Unlock deferred in %1").arg(name)
                                                 : tr("  probably, in %1").arg(name),
                               Role::Muted, Run::Plain, 1)});
        }
        if (!wait.others.empty())
            addRow(tr("In line"),
                   {Run::linkTo(wait.others.size() == 1 ? tr("goroutine %1").arg(wait.others.front())
                                                        : tr("%1 others").arg(countText(wait.others.size())),
                                QStringLiteral("goroutine:%1").arg(wait.others.front())),
                    Run::plain(wait.others.size() == 1 ? tr("  waits for it too") : tr("  wait for it too"),
                               Role::Muted)});
    }
}

void GoroutineDetailsView::addOrigin(const GoroutineDetails &details)
{
    const bool byRuntime = details.id == mainGoroutine;
    if (!byRuntime && (details.parent != 0 || !details.createdBy.isEmpty())) {
        Runs runs;
        if (details.parent != 0)
            runs = {goroutineRun(details.parent), Run::plain(QStringLiteral("  "))};
        const FunctionName name = functionName(details.createdBy.function);
        runs.append(Run::plain(name.whole(), Role::Muted, Run::Plain, 1));
        addRow(tr("Started by"), runs);
    }
    if (!details.goStatement.isEmpty() && !byRuntime)
        addRow(tr("Started at"), {Run::linkTo(placeText(details.goStatement), QStringLiteral("gostatement:"))});
    if (!details.start.isEmpty())
        addRow(tr("Runs"), {Run::linkTo(functionName(details.start.function).whole(), QStringLiteral("start:"), 1)});
}

void GoroutineDetailsView::addPanicsAndDefers(const GoroutineDetails &details)
{
    int count = 0;
    for (size_t i = 0; i < details.panics.size(); ++i) {
        const CrashSummary::PanicLink &panic = details.panics[i];
        if (i + 1 < details.panics.size() && details.panics[i + 1].repanicked)
            continue; // the same value: told by the next one
        if (++count > mostPanics)
            break;
        Runs runs{Run::plain(shown(panic.type), Role::Text, Run::Plain, 2),
                  Run::plain(QStringLiteral("  ") + shown(panic.text), Role::Muted, Run::Plain, 1)};
        if (panic.recovered)
            runs.append(Run::plain(panic.repanicked ? tr("  recovered, raised again") : tr("  recovered"), Role::Good));
        addRow(count == 1 ? tr("Panic value") : tr("On top of"), runs);
    }
    const auto &stack = m_session->stack();
    if (!stack || stack->owner != StackOwner{StackOwner::Kind::Goroutine, details.id})
        return;
    count = 0;
    for (const DeferredCall &call : stack->deferred) {
        if (++count > mostDefers) {
            addRow({}, {Run::plain(tr("and %1 more").arg(stack->deferred.size() - mostDefers), Role::Muted)});
            return;
        }
        const SourceLocation &place = call.functionLocation;
        addRow(count == 1 ? tr("Deferred") : QString(),
               {Run::linkTo(functionName(call.function).whole(), QStringLiteral("defer:%1").arg(count - 1), 1),
                Run::plain(QStringLiteral("  ") + placeText(place), Role::Muted)});
    }
}

void GoroutineDetailsView::follow(const QString &link)
{
    const QString kind = link.section(QLatin1Char(':'), 0, 0);
    const quint64 number = link.section(QLatin1Char(':'), 1).toULongLong();
    if (kind == QLatin1String("goroutine"))
        m_session->selectGoroutine(number);
    else if (kind == QLatin1String("thread"))
        m_session->selectThread(qint64(number));
    else if (kind == QLatin1String("ancestor")) {
        const size_t frame = link.section(QLatin1Char(':'), 2).toULongLong();
        if (number < m_ancestors.size() && frame < m_ancestors[number].frames.size())
            m_session->showPlace(m_ancestors[number].frames[frame].location);
    } else if (kind == QLatin1String("address"))
        Q_EMIT memoryWanted(Address{number});
    else if (kind == QLatin1String("gostatement"))
        m_session->showPlace(m_details.goStatement);
    else if (kind == QLatin1String("start"))
        m_session->showPlace(m_details.start);
    else if (kind == QLatin1String("defer") && m_session->stack() && number < m_session->stack()->deferred.size())
        m_session->showPlace(m_session->stack()->deferred[size_t(number)].functionLocation);
}

void GoroutineDetailsView::paintEvent(QPaintEvent * /*event*/)
{
    QPainter painter(this);
    const Theme &theme = m_theme.current();
    painter.fillRect(rect(), theme.palette().color(QPalette::Base));
    painter.fillRect(m_title->geometry(), theme.palette().color(QPalette::Window));
    painter.fillRect(0, 0, width(), 1, theme.tint(Theme::Tint::Hairline));
}

}

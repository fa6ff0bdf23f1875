// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/findingspage.h"

#include "gui/listview.h"
#include "gui/ringpicture.h"
#include "model/findingmodel.h"
#include "model/format.h"
#include "model/session.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QMenu>

#include <unordered_set>

namespace Freezeframe
{

RowDelegate::Line FindingDelegate::line(const QModelIndex &index) const
{
    const QString text = index.data().toString();
    const QVariant severity = index.data(FindingModel::SeverityRole);
    Line line;
    if (index.column() == FindingModel::Goroutines) {
        line.right.append(Run::plain(text, Theme::Role::Muted));
        return line;
    }
    if (severity.isValid()) {
        const bool isNote = severity.toInt() == int(Finding::Severity::Note);
        line.left.append(Run::icon(isNote ? QStringLiteral("dialog-information") : QStringLiteral("dialog-warning")));
        line.left.append(Run::space());
        line.left.append(Run::plain(text, Theme::Role::Text, Run::SemiBold, 1));
        return line;
    }
    const bool isMuted = index.data(MutedRole).toBool();
    const bool isLink = index.data(FindingModel::GoroutineRole).isValid();
    line.left.append(Run::plain(text,
                                isMuted      ? Theme::Role::Muted
                                    : isLink ? Theme::Role::Link
                                             : Theme::Role::Text,
                                Run::Plain, 1));
    return line;
}

FindingsPage::FindingsPage(Session *session, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_model(new FindingModel(this))
    , m_view(new ListView(this))
    , m_ring(new RingPicture(this))
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addWidget(m_view, 1);
    row->addWidget(m_ring);
    m_ring->hide();
    m_view->setModel(m_model);
    m_view->setItemDelegate(new FindingDelegate(m_view));
    m_view->setAccessibleName(tr("Findings"));
    m_view->header()->setStretchLastSection(false);
    m_view->header()->setSectionResizeMode(FindingModel::What, QHeaderView::Stretch);
    m_view->header()->setSectionResizeMode(FindingModel::Goroutines, QHeaderView::Fixed);
    m_view->header()->resizeSection(FindingModel::Goroutines, fontMetrics().averageCharWidth() * 16);
    setFocusProxy(m_view);
    connect(m_view, &ListView::rowChosen, this, &FindingsPage::choose);
    connect(m_view, &ListView::entered, this, &FindingsPage::showGoroutines);
    connect(m_view, &ListView::menuWanted, this, &FindingsPage::fillMenu);
    connect(m_view->selectionModel(), &QItemSelectionModel::currentChanged, this, &FindingsPage::follow);
    connect(m_ring, &RingPicture::goroutineWanted, this, [this](quint64 id) { m_session->selectGoroutine(id); });
    connect(session, &Session::findingsChanged, this, &FindingsPage::refresh);
    connect(session, &Session::opening, this, &FindingsPage::refresh);
    refresh();
}

int FindingsPage::count() const
{
    return m_model->rowCount();
}

void FindingsPage::refresh()
{
    const auto &findings = m_session->findings();
    m_model->setFindings(findings);
    QString sentence = tr("Looking for what is wrong…");
    if (findings) {
        sentence = tr("Nothing of what is looked for is wrong with this program.");
        for (const std::string &unanswered : findings->unanswered)
            sentence += QLatin1Char(' ') + shown(unanswered);
    }
    m_view->setEmptyState(sentence);
    constexpr int openedAtFirst = 3;
    for (int row = 0; row < std::min(count(), openedAtFirst); ++row)
        m_view->expand(m_model->index(row, 0));
    follow();
    Q_EMIT countChanged(count());
}

void FindingsPage::showFinding(int number)
{
    const QModelIndex index = m_model->index(number, 0);
    m_view->expand(index);
    m_view->setCurrentIndex(index);
    m_view->scrollTo(index, QAbstractItemView::PositionAtTop);
}

void FindingsPage::follow()
{
    const QModelIndex current = m_view->currentIndex().isValid() ? m_view->currentIndex() : m_model->index(0, 0);
    const Finding *finding = m_model->finding(current);
    m_ring->setVisible(finding && finding->isRing);
    if (finding && finding->isRing)
        m_ring->setGoroutines(finding->goroutines);
}

void FindingsPage::choose(const QModelIndex &index)
{
    const QVariant goroutine = index.data(FindingModel::GoroutineRole);
    if (!goroutine.isValid())
        return;
    const QVariant frame = index.data(FindingModel::FrameRole);
    m_session->selectGoroutine(goroutine.toULongLong(),
                               frame.isValid() ? std::optional(size_t(frame.toULongLong())) : std::nullopt);
}

void FindingsPage::showGoroutines(const QModelIndex &index)
{
    const Finding *finding = m_model->finding(index);
    const auto &table = m_session->goroutines().table;
    if (!finding || !table || finding->goroutines.empty())
        return;
    const std::unordered_set<uint64_t> wanted(finding->goroutines.begin(), finding->goroutines.end());
    std::vector<uint32_t> rows;
    for (uint32_t row = 0; row < table->size(); ++row) {
        if (wanted.contains(table->id[row]))
            rows.push_back(row);
    }
    Q_EMIT goroutinesWanted(rows, shown(finding->title));
}

void FindingsPage::fillMenu(QMenu *menu, const QModelIndex &index)
{
    const QVariant goroutine = index.data(FindingModel::GoroutineRole);
    const QVariant address = index.data(FindingModel::AddressRole);
    if (goroutine.isValid())
        menu->addAction(tr("Go to Goroutine %1").arg(goroutine.toULongLong()), this,
                        [this, index = QPersistentModelIndex(index)] { choose(index); });
    if (const Finding *finding = m_model->finding(index); finding && !finding->goroutines.empty())
        menu->addAction(tr("Show Only These Goroutines"), this,
                        [this, index = QPersistentModelIndex(index)] { showGoroutines(index); });
    if (address.isValid())
        menu->addAction(tr("Show Memory at %1").arg(addressText({address.toULongLong()})), this,
                        [this, at = Address{address.toULongLong()}] { Q_EMIT memoryWanted(at); });
}

}

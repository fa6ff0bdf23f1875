// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/distinctionreader.h"

#include "gui/listview.h"
#include "model/goroutinemodel.h"
#include "model/session.h"

#include <QScrollBar>
#include <QTimer>

#include <algorithm>

namespace Freezeframe
{

DistinctionReader::DistinctionReader(Session *session, GoroutineModel *model, ListView *view)
    : QObject(view)
    , m_session(session)
    , m_model(model)
    , m_view(view)
    , m_delay(new QTimer(this))
{
    m_delay->setSingleShot(true);
    m_delay->setInterval(delayMilliseconds);
    connect(m_delay, &QTimer::timeout, this, &DistinctionReader::ask);
    const auto later = qOverload<>(&QTimer::start);
    connect(view, &QTreeView::expanded, m_delay, later);
    connect(view->verticalScrollBar(), &QScrollBar::valueChanged, m_delay, later);
    connect(view->verticalScrollBar(), &QScrollBar::rangeChanged, m_delay, later);
    connect(model, &QAbstractItemModel::modelReset, m_delay, later);
    connect(model, &QAbstractItemModel::rowsInserted, m_delay, later);
}

void DistinctionReader::ask()
{
    if (!m_session->isOpen() || !m_view->isVisible())
        return;
    std::vector<quint64> wanted;
    QModelIndex index = m_view->indexAt(QPoint(0, 0));
    for (; index.isValid() && wanted.size() < atOnce; index = m_view->indexBelow(index)) {
        if (m_view->visualRect(index).top() > m_view->viewport()->height())
            break;
        for (const quint64 id : m_model->missingTraits(index)) {
            if (std::ranges::find(wanted, id) == wanted.end())
                wanted.push_back(id);
        }
    }
    if (wanted.empty())
        return;
    m_session->traits(this, wanted, [this](Session::Traits traits) {
        std::vector<std::pair<quint64, GoroutineTraits>> known;
        for (auto &[id, trait] : traits)
            known.emplace_back(id, trait ? std::move(*trait) : GoroutineTraits{});
        m_model->addTraits(std::move(known));
        m_delay->start();
    });
}

}

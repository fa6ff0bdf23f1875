// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "model/corestoremodel.h"

#include "backend/live/capturerecord.h"
#include "model/format.h"

#include <QDateTime>

#include <algorithm>
#include <csignal>
#include <cstring>

namespace Freezeframe
{
namespace
{

/// The same crash, though perhaps deleted or grown meanwhile.
bool isSame(const StoredCore &a, const StoredCore &b)
{
    return a.pid == b.pid && a.when == b.when && a.program == b.program
        && (a.path == b.path || a.path.empty() || b.path.empty());
}

QString signalText(int signal)
{
    const char *name = signal > 0 ? sigabbrev_np(signal) : nullptr;
    if (name)
        return QLatin1String("SIG") + QLatin1String(name);
    return signal > 0 ? CoreStoreModel::tr("signal %1").arg(signal) : QString();
}

QString captureText(const StoredCore &core)
{
    return core.pauseSeconds > 0
        ? CoreStoreModel::tr("Captured while running, paused %1").arg(pauseText(core.pauseSeconds))
        : CoreStoreModel::tr("Captured while running");
}

QString absenceOf(const StoredCore &core)
{
    switch (core.state) {
    case StoredCore::State::Present: break;
    case StoredCore::State::Deleted: return CoreStoreModel::tr("deleted");
    case StoredCore::State::NeverStored: return CoreStoreModel::tr("no core");
    case StoredCore::State::Unreadable: return CoreStoreModel::tr("not readable");
    }
    return {};
}

}

CoreStoreModel::CoreStoreModel(QObject *parent)
    : QAbstractListModel(parent)
{
    m_timer.setInterval(intervalMilliseconds);
    connect(&m_timer, &QTimer::timeout, this, &CoreStoreModel::look);
}

CoreStoreModel::~CoreStoreModel() = default;

void CoreStoreModel::setWatched(bool watched)
{
    if (m_watched == watched)
        return;
    m_watched = watched;
    if (!watched) {
        m_timer.stop();
        return;
    }
    m_timer.start();
    refresh();
    look();
}

void CoreStoreModel::setExtraFolders(const QStringList &folders)
{
    m_extraFolders.clear();
    for (const QString &folder : folders)
        m_extraFolders.push_back(folder.toStdString());
}

void CoreStoreModel::look()
{
    if (m_looking)
        return;
    m_looking = true;
    m_thread.ask(
        1, this, [folders = m_extraFolders](const std::stop_token &) { return storedCoresSign(folders); },
        [this](std::string sign) {
            m_looking = false;
            if (sign != m_sign)
                m_left = looksAfterChange;
            else if (m_left == 0 && ++m_idle < looksWithoutChange)
                return;
            m_sign = std::move(sign);
            m_left = std::max(0, m_left - 1);
            m_idle = 0;
            refresh();
        });
}

void CoreStoreModel::refresh()
{
    if (m_asked)
        return;
    m_asked = true;
    askInterrupted();
    m_thread.ask(
        0, this, [folders = m_extraFolders](const std::stop_token &) { return storedCores(folders); },
        [this](CoreStore store) {
            m_asked = false;
            update(std::move(store));
        });
}

void CoreStoreModel::askInterrupted()
{
    if (m_askedInterrupted)
        return;
    m_askedInterrupted = true;
    constexpr int kind = 2; // 0 and 1: the cores, and whether they changed
    m_thread.ask(
        kind, this, [](const std::stop_token &) { return takeInterruptedCaptures(); },
        [this](const std::vector<std::string> &sentences) {
            QStringList texts;
            for (const std::string &sentence : sentences)
                texts << QString::fromStdString(sentence);
            if (!texts.isEmpty())
                Q_EMIT capturesInterrupted(texts);
        });
}

void CoreStoreModel::update(CoreStore store)
{
    std::vector<StoredCore> cores = std::move(store.cores);
    store.cores = std::move(m_store.cores);
    m_store = std::move(store);
    for (int row = int(m_store.cores.size()) - 1; row >= 0; --row) {
        const StoredCore &old = m_store.cores[size_t(row)];
        if (std::ranges::any_of(cores, [&old](const StoredCore &core) { return isSame(core, old); }))
            continue;
        beginRemoveRows({}, row, row);
        m_store.cores.erase(m_store.cores.begin() + row);
        endRemoveRows();
    }
    m_lookedAt = LookedAt::load();
    insertNew(cores);
    m_filled = true;
    Q_EMIT updated();
}

/// What is here already is among @p cores, but perhaps in another order: rows move, so that a selection goes with them.
void CoreStoreModel::insertNew(std::vector<StoredCore> &cores)
{
    std::vector<StoredCore> &rows = m_store.cores;
    for (size_t at = 0; at < cores.size(); ++at) {
        const auto from = qsizetype(at);
        const auto found = std::find_if(rows.begin() + from, rows.end(),
                                        [&](const StoredCore &core) { return isSame(cores[at], core); });
        const int row = int(found - rows.begin());
        if (found == rows.end()) {
            beginInsertRows({}, int(at), int(at));
            rows.insert(rows.begin() + from, std::move(cores[at]));
            endInsertRows();
            continue;
        }
        if (row != int(at)) {
            beginMoveRows({}, row, row, {}, int(at));
            std::rotate(rows.begin() + from, found, found + 1);
            endMoveRows();
        }
        rows[at] = std::move(cores[at]);
    }
    // Twice the same crash was told, and is now told once.
    if (rows.size() > cores.size()) {
        beginRemoveRows({}, int(cores.size()), int(rows.size()) - 1);
        rows.resize(cores.size());
        endRemoveRows();
    }
    if (!rows.empty())
        Q_EMIT dataChanged(index(0), index(int(rows.size()) - 1));
}

int CoreStoreModel::captureCount() const
{
    return int(std::ranges::count(m_store.cores, true, &StoredCore::isCapture));
}

QString CoreStoreModel::keeper() const
{
    return shown(m_store.keeper);
}

QString CoreStoreModel::storage() const
{
    if (!m_filled)
        return {};
    const QString pattern = m_store.pattern.empty() ? tr("unknown") : shown(m_store.pattern);
    const QString what = tr("core_pattern: %1").arg(pattern);
    if (m_store.folder.empty())
        return what;
    return tr("%1  ·  %2 free in %3").arg(what, sizeText(m_store.freeSpace), shown(m_store.folder));
}

int CoreStoreModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_store.cores.size());
}

QVariant CoreStoreModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const StoredCore &core = m_store.cores[size_t(index.row())];
    const bool isPresent = core.state == StoredCore::State::Present;
    switch (role) {
    case Qt::DisplayRole:
    case NameRole: return core.program.empty() ? fileName(core.path) : shown(core.program);
    case GoRole: return shown(core.goVersion);
    case WhenRole: return dayText(QDateTime::fromSecsSinceEpoch(core.when));
    case SummaryRole: {
        QStringList parts;
        const QString what = core.isCapture ? captureText(core) : signalText(core.signal);
        for (const QString &part : {what, shown(core.summary)}) {
            if (!part.isEmpty())
                parts.append(part);
        }
        return parts.isEmpty() ? shown(core.path) : parts.join(QStringLiteral("  ·  "));
    }
    case SizeRole: return isPresent ? sizeText(core.bytes) : absenceOf(core);
    case AbsentRole: return !isPresent;
    case CaptureRole: return core.isCapture;
    case NewRole:
        return isPresent && !core.isCapture && !m_lookedAt.contains(QString::fromStdString(core.path), core.when);
    case PathRole: return isPresent ? QString::fromStdString(core.path) : QString();
    case Qt::ToolTipRole:
        return (index.data(NewRole).toBool() ? tr("Not looked at so far\n") : QString())
            + tr("%1, PID %2, %3\n%4\nKept by %5")
                  .arg(core.executable.empty() ? shown(core.program) : shown(core.executable))
                  .arg(core.pid)
                  .arg(timeText(core.when), core.path.empty() ? absenceOf(core) : shown(core.path), shown(core.source));
    case CopyRole: return shown(core.path);
    default: return {};
    }
}

}

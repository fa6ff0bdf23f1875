// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "model/recentcores.h"

#include "model/format.h"

#include <QFileInfo>
#include <QSettings>

namespace Freezeframe
{
namespace
{

constexpr auto settingsKey = "RecentCores";

}

RecentCores::RecentCores(QObject *parent)
    : QAbstractListModel(parent)
{
    refresh();
}

RecentCores::~RecentCores() = default;

void RecentCores::refresh()
{
    beginResetModel();
    m_cores.clear();
    QSettings settings;
    const int count = std::min(settings.beginReadArray(QLatin1String(settingsKey)), limit);
    for (int i = 0; i < count; ++i) {
        settings.setArrayIndex(i);
        m_cores.push_back({.path = settings.value("Path").toString(),
                           .opened = settings.value("Opened").toDateTime(),
                           .size = -1,
                           .missing = false,
                           .isCapture = settings.value("Capture").toBool()});
    }
    settings.endArray();
    endResetModel();
    look();
}

void RecentCores::save() const
{
    QSettings settings;
    settings.remove(QLatin1String(settingsKey));
    settings.beginWriteArray(QLatin1String(settingsKey));
    for (size_t i = 0; i < m_cores.size(); ++i) {
        settings.setArrayIndex(int(i));
        settings.setValue("Path", m_cores[i].path);
        settings.setValue("Opened", m_cores[i].opened);
        settings.setValue("Capture", m_cores[i].isCapture);
    }
    settings.endArray();
}

void RecentCores::add(const QString &path, bool isCapture)
{
    beginResetModel();
    std::erase_if(m_cores, [&path](const Core &core) { return core.path == path; });
    m_cores.insert(
        m_cores.begin(),
        {.path = path, .opened = QDateTime::currentDateTime(), .size = -1, .missing = false, .isCapture = isCapture});
    if (m_cores.size() > size_t(limit))
        m_cores.resize(size_t(limit));
    endResetModel();
    save();
    look();
}

void RecentCores::remove(const QString &path)
{
    beginResetModel();
    std::erase_if(m_cores, [&path](const Core &core) { return core.path == path; });
    endResetModel();
    save();
}

void RecentCores::clear()
{
    beginResetModel();
    m_cores.clear();
    endResetModel();
    save();
}

void RecentCores::look()
{
    for (const Core &core : m_cores) {
        m_looker.post(JobQueue::everyOne, JobQueue::Priority::Background,
                      [this, path = core.path](const std::stop_token &) {
                          const QFileInfo info(path);
                          const qint64 size = info.exists() ? info.size() : -1;
                          QMetaObject::invokeMethod(
                              this,
                              [this, path, size] {
                                  for (size_t i = 0; i < m_cores.size(); ++i) {
                                      if (m_cores[i].path != path)
                                          continue;
                                      m_cores[i].size = size;
                                      m_cores[i].missing = size < 0;
                                      Q_EMIT dataChanged(index(int(i)), index(int(i)));
                                  }
                              },
                              Qt::QueuedConnection);
                      });
    }
}

QStringList RecentCores::paths() const
{
    QStringList paths;
    for (const Core &core : m_cores)
        paths.append(core.path);
    return paths;
}

int RecentCores::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_cores.size());
}

QVariant RecentCores::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Core &core = m_cores[size_t(index.row())];
    switch (role) {
    case Qt::DisplayRole:
    case NameRole: return core.path.section(QLatin1Char('/'), -1);
    case PathRole:
    case Qt::ToolTipRole:
        return core.isCapture && role == Qt::ToolTipRole ? tr("%1\nCaptured while running").arg(core.path) : core.path;
    case CaptureRole: return core.isCapture;
    case WhenRole: return dayText(core.opened);
    case SizeRole: return core.missing ? tr("not found") : core.size < 0 ? QString() : sizeText(quint64(core.size));
    case MissingRole:
    case MutedRole: return core.missing;
    default: return {};
    }
}

}

// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "model/recentcores.h"

#include "model/format.h"

#include <QFileInfo>
#include <QLocale>
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
                           .isCapture = settings.value("Capture").toBool(),
                           .program = settings.value("Program").toString(),
                           .end = settings.value("End").toString()});
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
        settings.setValue("Program", m_cores[i].program);
        settings.setValue("End", m_cores[i].end);
    }
    settings.endArray();
}

RecentCores::Core RecentCores::coreOf(const ProcessSummary &process, const QString &path)
{
    return {.path = path,
            .opened = QDateTime::currentDateTime(),
            .isCapture = process.provenance.has_value(),
            .program = programName(process),
            .end = timeText(process.coreTime)};
}

void RecentCores::add(Core core)
{
    beginResetModel();
    std::erase_if(m_cores, [&core](const Core &other) { return other.path == core.path; });
    m_cores.insert(m_cores.begin(), std::move(core));
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

QString RecentCores::toolTip(const Core &core)
{
    QStringList lines{core.path};
    if (core.isCapture)
        lines << (core.end.isEmpty() ? tr("Captured while running") : tr("Captured while running, %1").arg(core.end));
    else if (!core.end.isEmpty())
        lines << tr("Ended %1").arg(core.end);
    lines << tr("Opened %1").arg(QLocale().toString(core.opened, QLocale::ShortFormat));
    return lines.join(QLatin1Char('\n'));
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
    case ProgramRole: return core.program.isEmpty() ? core.path.section(QLatin1Char('/'), -1) : core.program;
    case TitleRole: {
        const QString name = index.data(ProgramRole).toString();
        return core.end.isEmpty() ? name : tr("%1, %2").arg(name, core.end);
    }
    case EndRole: return core.end;
    case PathRole: return core.path;
    case Qt::ToolTipRole: return toolTip(core);
    case CaptureRole: return core.isCapture;
    case WhenRole: return dayText(core.opened);
    case SizeRole: return core.missing ? tr("not found") : core.size < 0 ? QString() : sizeText(quint64(core.size));
    case MissingRole:
    case MutedRole: return core.missing;
    default: return {};
    }
}

}

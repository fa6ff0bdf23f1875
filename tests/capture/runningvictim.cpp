// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "tests/capture/runningvictim.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QThread>

#include <elf.h>

namespace Freezeframe
{
namespace
{

constexpr int patience = 30'000; // ms

QByteArray content(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

char stateIn(const QByteArray &stat)
{
    const qsizetype name = stat.lastIndexOf(')');
    return name > 0 && name + 2 < stat.size() ? stat.at(name + 2) : '\0';
}

}

std::expected<std::unique_ptr<RunningVictim>, QString> RunningVictim::start(const QStringList &arguments)
{
    return startProgram(program(), arguments);
}

QString RunningVictim::program()
{
    return QStringLiteral(FREEZEFRAME_CAPTURE_VICTIM);
}

std::expected<std::unique_ptr<RunningVictim>, QString> RunningVictim::startProgram(const QString &program,
                                                                                   const QStringList &arguments)
{
    std::unique_ptr<RunningVictim> victim(new RunningVictim);
    victim->m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    victim->m_process.start(program, arguments);
    if (!victim->m_process.waitForStarted(patience))
        return std::unexpected(program + QStringLiteral(": ") + victim->m_process.errorString());
    QElapsedTimer timer;
    for (timer.start(); timer.elapsed() < patience;) {
        while (victim->m_process.canReadLine()) {
            const QByteArray line = victim->m_process.readLine().trimmed();
            if (line.startsWith("ready"))
                return victim;
            victim->m_lines << line;
        }
        if (victim->m_process.state() == QProcess::NotRunning)
            return std::unexpected(program + QStringLiteral(" ended before it was ready"));
        victim->m_process.waitForReadyRead(100);
    }
    return std::unexpected(program + QStringLiteral(" does not get ready"));
}

RunningVictim::~RunningVictim()
{
    m_process.kill();
    m_process.waitForFinished(patience);
}

RunningVictim::Place RunningVictim::place(const QByteArray &name) const
{
    for (const QByteArray &line : m_lines) {
        const QByteArrayList words = line.split(' ');
        if (words.size() >= 3 && words[0] == name)
            return {words[1].toULongLong(), words[2].toULongLong()};
    }
    return {};
}

QByteArray RunningVictim::ask()
{
    m_process.write("?");
    m_process.waitForBytesWritten(patience);
    while (!m_process.canReadLine() && m_process.waitForReadyRead(patience))
        ;
    return m_process.readLine().trimmed();
}

char RunningVictim::state() const
{
    return stateIn(content(QStringLiteral("/proc/%1/stat").arg(pid())));
}

QByteArray RunningVictim::states() const
{
    QByteArray states;
    const QString folder = QStringLiteral("/proc/%1/task").arg(pid());
    for (const QString &tid : QDir(folder).entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        if (const char state = stateIn(content(folder + u'/' + tid + QStringLiteral("/stat"))))
            states += state;
    }
    return states;
}

QByteArray RunningVictim::statusField(const QByteArray &name) const
{
    for (const QByteArray &line : content(QStringLiteral("/proc/%1/status").arg(pid())).split('\n')) {
        if (line.startsWith(name + ':'))
            return line.mid(name.size() + 1).trimmed();
    }
    return {};
}

bool RunningVictim::isHeldUp() const
{
    for (int look = 0; look < 100; ++look) {
        const QByteArray all = states();
        if (!all.contains('t') && !all.contains('T') && statusField("TracerPid") == "0")
            return false;
        QThread::msleep(10);
    }
    return true;
}

std::optional<QByteArray> coreBytes(const CoreFile &core, uint64_t address, uint64_t size)
{
    QByteArray bytes;
    while (size > 0) {
        const ElfSegment *found = nullptr;
        for (const ElfSegment &segment : core.segments()) {
            if (segment.address.value <= address && address - segment.address.value < segment.fileSize)
                found = &segment;
        }
        if (!found)
            return std::nullopt;
        const uint64_t skip = address - found->address.value;
        const uint64_t part = std::min(size, found->fileSize - skip);
        const auto there = core.file()->at(found->offset + skip, part);
        if (!there)
            return std::nullopt;
        bytes.append(reinterpret_cast<const char *>(there->data()), qsizetype(part));
        address += part;
        size -= part;
    }
    return bytes;
}

}

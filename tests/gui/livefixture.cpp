// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "tests/gui/livefixture.h"

#include "gui/capturedetails.h"
#include "gui/livedesk.h"
#include "gui/processpicker.h"
#include "model/session.h"
#include "tests/support/victim.h"

#include <QApplication>
#include <QDir>
#include <QSettings>
#include <QTest>

namespace Freezeframe
{
namespace
{

constexpr int patienceMilliseconds = 20'000;

}

LiveFixture::LiveFixture()
{
    QSettings::setDefaultFormat(QSettings::IniFormat);
    QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, m_settings.path());
    qRegisterMetaType<CaptureReport>();
    qRegisterMetaType<LiveSnapshot>();
}

QString LiveFixture::prepare()
{
    const QList<GoToolchain> toolchains = goToolchains();
    if (toolchains.isEmpty())
        return QStringLiteral("no Go toolchain on this machine");
    const auto program = buildVictim({.fixture = QStringLiteral("idle"), .go = toolchains.last()});
    if (!program)
        return program.error();
    m_program = *program;
    return {};
}

void LiveFixture::resetSettings() const
{
    QSettings().clear();
    QSettings().setValue("Capture/Folder", m_work.path());
}

QStringList LiveFixture::filesLeft() const
{
    return QDir(m_work.path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot);
}

std::unique_ptr<LivingVictim> LiveFixture::start(const QStringList &environment, const QStringList &arguments) const
{
    auto child = std::make_unique<LivingVictim>();
    QProcessEnvironment variables = QProcessEnvironment::systemEnvironment();
    variables.remove(QStringLiteral("GOTRACEBACK"));
    for (const QString &entry : environment)
        variables.insert(entry.section(QLatin1Char('='), 0, 0), entry.section(QLatin1Char('='), 1));
    child->process.setProcessEnvironment(variables);
    child->process.setWorkingDirectory(m_work.path());
    child->process.start(m_program, QStringList{QStringLiteral("-region"), QStringLiteral("test-1")} + arguments);
    if (!child->process.waitForReadyRead(patienceMilliseconds))
        return nullptr;
    return child;
}

ProcessPicker *LiveFixture::pick(MainWindow &window, int pid)
{
    ProcessPicker *picker = window.liveDesk()->showPicker(pid);
    const auto isChosen = [&] {
        return picker->details()->process() && picker->details()->process()->id.pid == pid && picker->details()->plan();
    };
    return QTest::qWaitFor(isChosen, patienceMilliseconds) ? picker : nullptr;
}

std::unique_ptr<LiveFixture::Chosen> LiveFixture::choose(const QStringList &environment,
                                                         const QStringList &arguments) const
{
    auto chosen = std::make_unique<Chosen>();
    chosen->victim = start(environment, arguments);
    if (!chosen->victim)
        return nullptr;
    chosen->window.resize(1440, 900);
    chosen->window.show();
    chosen->picker = pick(chosen->window, chosen->victim->pid());
    return chosen->picker ? std::move(chosen) : nullptr;
}

bool LiveFixture::isSettled(const MainWindow &window)
{
    return window.session()->isOpen() && !window.session()->isBusy();
}

bool LiveFixture::activate(QWidget &window)
{
    const auto isActive = [&window] {
        if (QApplication::activeWindow() != &window)
            window.activateWindow();
        return QApplication::activeWindow() == &window;
    };
    return QTest::qWaitFor(isActive, patienceMilliseconds);
}

bool LiveFixture::leavesCoreFiles()
{
    return !fileContent(QStringLiteral("/proc/sys/kernel/core_pattern")).startsWith('|');
}

}

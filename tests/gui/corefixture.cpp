// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "tests/gui/corefixture.h"
#include "tests/support/victiminspection.h"

#include <QSettings>

namespace Freezeframe
{

QString CoreFixture::prepare(const QString &fixture)
{
    QSettings::setDefaultFormat(QSettings::IniFormat);
    QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, m_settings.path());
    const auto victim = provideVictim({.fixture = fixture, .go = goToolchains().last(), .build = GoBuild::NoOpt});
    if (!victim)
        return victim.error();
    m_victim = *victim;
    return {};
}

OpenOptions CoreFixture::options() const
{
    return openOptions(m_victim);
}

std::unique_ptr<MainWindow> CoreFixture::open() const
{
    auto window = std::make_unique<MainWindow>();
    window->resize(1440, 900);
    window->show();
    window->open(options());
    return window;
}

}

// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/keptlayout.h"

#include "gui/columnwidths.h"
#include "gui/corepage.h"
#include "gui/goroutinepanel.h"
#include "gui/mainwindow.h"
#include "gui/panelarea.h"
#include "gui/windowactions.h"
#include "gui/windowsize.h"
#include "model/settingsfile.h"

#include <QAction>
#include <QSettings>

namespace Freezeframe
{
namespace
{

constexpr auto geometryKey = "Window/Geometry";
constexpr auto panelsKey = "Window/Panels";
constexpr auto goroutinesKey = "View/Goroutines";

/// What of the menus is kept, by the name that it has in the settings; what is not there is as it comes.
QList<std::pair<QString, QAction *>> keptActions(const WindowActions &actions)
{
    return {{QStringLiteral("View/FoldHeader"), actions.foldHeader},
            {QStringLiteral("View/HideRuntime"), actions.hideRuntime},
            {QStringLiteral("View/ShowSystem"), actions.showSystem}};
}

}

KeptLayout::KeptLayout(MainWindow *window)
    : QObject(window)
    , m_window(window)
{
}

void KeptLayout::restore()
{
    const QSettings settings;
    m_isKept = true;
    const QFontMetrics metrics = m_window->fontMetrics();
    if (!m_window->restoreGeometry(settings.value(geometryKey).toByteArray()))
        resizeWithin(m_window, {metrics.averageCharWidth() * 200, metrics.height() * 52});
    m_window->corePage()->panels()->restoreLayout(settings.value(panelsKey).toByteArray());
    restoreView(settings);
}

void KeptLayout::restoreView(const QSettings &settings)
{
    for (const auto &[key, action] : keptActions(*m_window->actions()))
        action->setChecked(settings.value(key, action->isChecked()).toBool());
    m_window->corePage()->panels()->goroutines()->restoreArrangement(settings.value(goroutinesKey).toString());
}

QString KeptLayout::save() const
{
    if (!m_isKept)
        return {};
    QSettings settings;
    settings.setValue(geometryKey, m_window->saveGeometry());
    settings.setValue(panelsKey, m_window->corePage()->panels()->layoutState());
    for (const auto &[key, action] : keptActions(*m_window->actions()))
        settings.setValue(key, action->isChecked());
    settings.setValue(goroutinesKey, m_window->corePage()->panels()->goroutines()->arrangement());
    return SettingsFile::write(settings);
}

void KeptLayout::reset()
{
    QSettings settings;
    settings.remove(QStringLiteral("View"));
    for (ColumnWidths *columns : m_window->findChildren<ColumnWidths *>())
        columns->forget();
    settings.remove(QStringLiteral("Columns")); // of lists that are not there now, too
    WindowActions *actions = m_window->actions();
    actions->foldHeader->setChecked(false);
    actions->hideRuntime->setChecked(true);
    actions->showSystem->setChecked(false);
    m_window->corePage()->panels()->goroutines()->restoreArrangement({});
}

}

// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "tests/gui/memorypagefixture.h"

#include "gui/bottompanel.h"
#include "gui/corepage.h"
#include "gui/memorymenu.h"
#include "gui/memorypane.h"
#include "model/session.h"

#include <QComboBox>
#include <QLineEdit>
#include <QMenu>
#include <QTest>
#include <QToolButton>

namespace Freezeframe
{

bool MemoryPageFixture::open()
{
    m_window = m_core.open();
    if (!QTest::qWaitFor([this] { return session()->frame() && isRead(); }, 60'000))
        return false;
    m_window->corePage()->bottom()->open(BottomPanel::Page::Memory);
    if (!QTest::qWaitFor([this] { return view()->current().has_value(); }))
        return false;
    view()->setFocus();
    return read();
}

MemoryPane *MemoryPageFixture::pane() const
{
    return m_window->corePage()->bottom()->memory();
}

MemoryView *MemoryPageFixture::view() const
{
    return pane()->view();
}

bool MemoryPageFixture::isRead() const
{
    return !session()->isBusy();
}

bool MemoryPageFixture::read() const
{
    return QTest::qWaitFor([this] { return isRead(); }, 20'000);
}

QToolButton *MemoryPageFixture::button(const QString &name) const
{
    for (auto *button : pane()->findChildren<QToolButton *>()) {
        if (button->accessibleName().startsWith(name))
            return button;
    }
    return nullptr;
}

QComboBox *MemoryPageFixture::box(const QString &name) const
{
    for (auto *box : pane()->findChildren<QComboBox *>()) {
        if (box->accessibleName() == name)
            return box;
    }
    return nullptr;
}

bool MemoryPageFixture::choose(const QString &boxName, const QString &item)
{
    QComboBox *choices = box(boxName);
    const int index = choices ? choices->findText(item) : -1;
    if (index < 0)
        return false;
    choices->setCurrentIndex(index);
    Q_EMIT choices->activated(index);
    return read();
}

void MemoryPageFixture::goTo(const QString &text)
{
    QTest::keyClick(view(), Qt::Key_L, Qt::ControlModifier);
    QLineEdit *line = box(QStringLiteral("Address"))->lineEdit();
    line->setText(text);
    QTest::keyClick(line, Qt::Key_Return);
    (void)read();
}

QStringList MemoryPageFixture::menuTexts() const
{
    QMenu menu;
    pane()->menu()->fill(&menu);
    QStringList texts;
    for (const QAction *action : menu.actions())
        texts.append(QString(action->text()).remove(QLatin1Char('&')));
    return texts;
}

bool MemoryPageFixture::chooseInMenu(const QString &text)
{
    QMenu menu;
    pane()->menu()->fill(&menu);
    for (QAction *action : menu.actions()) {
        if (QString(action->text()).remove(QLatin1Char('&')).startsWith(text)) {
            action->trigger();
            return true;
        }
    }
    return false;
}

}

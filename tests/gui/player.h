// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "tests/gui/stallwatch.h"
#include "tests/gui/windowchecks.h"

#include <QPoint>
#include <QStringList>
#include <QTimer>

#include <random>

class QWindow;

namespace Freezeframe
{

class ListView;
class MainWindow;

/// A person who tries everything: plays random actions on a window by mouse and keys, and lets it come to rest after
/// each. The same seed plays the same actions.
class Player : public QObject
{
    Q_OBJECT
public:
    Player(MainWindow &window, quint64 seed);
    /// One action; what it was.
    QString play();
    /// Closes all other windows, one by one, and then the window itself.
    void closeAll();
    [[nodiscard]] const WindowChecks::State &state() const { return m_state; }
    /// The longest stall of the last action, in ms.
    [[nodiscard]] double stall() const { return m_stall; }
    /// What did not obey: a window that can't be closed.
    [[nodiscard]] const QStringList &problems() const { return m_problems; }
    /// The windows beside the main one.
    [[nodiscard]] QList<QWidget *> others() const;
    void settle();

private:
    struct Action {
        const char *name;
        int weight;
        QString (Player::*play)();
    };
    [[nodiscard]] static const QList<Action> &actions();
    QString clickRow();
    QString rightClick();
    QString doubleClick();
    QString clickHeader();
    QString pressListKey();
    QString dig();
    QString comeBack();
    QString pressKey();
    QString typeText();
    QString clickButton();
    QString clickStrip();
    QString clickLink();
    QString openMenu();
    QString togglePanel();
    QString floatPanel();
    QString resetLayout();
    QString resize();
    QString dragSeparator();
    QString dragBottom();
    QString turnWheel();
    QString openWindow();
    QString refreshLive();

    QString closeWindow(QWidget *window);
    QString clickIn(ListView *view, Qt::MouseButton button, bool twice);
    void answerPopup();
    void activate(QWidget &window);
    [[nodiscard]] int roll(int below);
    template<class T>
    [[nodiscard]] T *pick(const QList<T *> &from)
    {
        return from.isEmpty() ? nullptr : from.at(roll(int(from.size())));
    }
    /// Visible and not covered.
    template<class T>
    [[nodiscard]] QList<T *> inSight() const;
    [[nodiscard]] QPoint somewhereIn(const QWidget &widget);
    static void click(const QWidget &widget, const QPoint &position, Qt::MouseButton button = Qt::LeftButton);
    static void drag(const QWidget &widget, const QPoint &from, const QPoint &by);
    void key(int key, Qt::KeyboardModifiers modifiers = Qt::NoModifier);

    MainWindow &m_window;
    std::mt19937_64 m_random;
    WindowChecks::State m_state;
    StallWatch m_watch;
    double m_stall = 0;
    QStringList m_problems;
    QStringList m_answers; ///< what was chosen in menus during the action
    QTimer m_answerer;
};

}

// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "screenshots/livevictims.h"
#include "screenshots/subjects.h"

#include <QPalette>
#include <QStringList>

#include <functional>

namespace Freezeframe
{

class MainWindow;

/// Drives the real window over real cores and writes pictures of it. GUI thread.
class Photographer
{
public:
    explicit Photographer(QString folder);
    void setOnly(const QStringList &names) { m_only = names; }
    void setSize(const QSize &size) { m_size = size; }
    [[nodiscard]] Subjects &subjects() { return m_subjects; }
    /// The number of pictures that could not be made; each says why on stderr.
    [[nodiscard]] int run();

private:
    struct Picture {
        QString name;
        QPalette palette;
        std::function<Subjects::Subject()> subject; ///< none: the start page
        std::function<void(MainWindow &)> prepare = {};
        double scale = 1;
        /// A window beside the main one that is the picture; prepared by what opens it.
        std::function<QWidget *(MainWindow &)> stage = {};
    };
    [[nodiscard]] QList<Picture> livePictures();
    [[nodiscard]] bool takeStage(const Picture &picture);
    [[nodiscard]] bool save(QWidget &widget, const Picture &picture) const;
    [[nodiscard]] QList<Picture> pictures();
    [[nodiscard]] bool take(const Picture &picture);
    void settle(MainWindow &window) const;

    QString m_folder;
    QStringList m_only;
    QSize m_size{1440, 900};
    Subjects m_subjects;
    LiveVictims m_live;
};

}

// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT

// drawicons SVG NAME FOLDER: draws the icon in each size that the icon theme specification has, for desktops and menus
// that don't scale one themselves: FOLDER/16x16/apps/NAME.png and so on.

#include <QDir>
#include <QImage>
#include <QPainter>
#include <QSvgRenderer>

#include <array>
#include <cstdio>

int main(int argc, char **argv)
{
    if (argc != 4)
        return 2;
    QSvgRenderer icon(QString::fromLocal8Bit(argv[1]));
    if (!icon.isValid()) {
        std::fprintf(stderr, "drawicons: %s is no SVG\n", argv[1]);
        return 1;
    }
    for (const int size : std::to_array({16, 22, 24, 32, 48, 64, 128, 256})) {
        QImage image(size, size, QImage::Format_ARGB32);
        image.fill(Qt::transparent);
        QPainter painter(&image);
        painter.setRenderHint(QPainter::Antialiasing);
        icon.render(&painter);
        painter.end();
        const QString folder = QStringLiteral("%1/%2x%2/apps").arg(QString::fromLocal8Bit(argv[3])).arg(size);
        const QString path = folder + QLatin1Char('/') + QString::fromLocal8Bit(argv[2]) + QLatin1String(".png");
        if (!QDir().mkpath(folder) || !image.save(path)) {
            std::fprintf(stderr, "drawicons: %s can't be written\n", qPrintable(path));
            return 1;
        }
    }
    return 0;
}

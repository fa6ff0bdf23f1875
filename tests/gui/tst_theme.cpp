// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/headlinelabel.h"
#include "gui/runlabel.h"
#include "gui/runs.h"
#include "gui/symboliciconengine.h"
#include "gui/theme.h"

#include <QDir>
#include <QImage>
#include <QSignalSpy>
#include <QTest>

using namespace Freezeframe;

/// Colours that can be read on every ground, icons that can be seen, lines that shorten in the right order.
class TestTheme : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void contrasts_data();
    void contrasts();
    void linksOfFusion();
    void iconsFollowThePalette();
    void elidesInOrder();
    void linksByKeyboard();
    void headlineWraps();

private:
    [[nodiscard]] static QPalette palette(QRgb window, QRgb base, QRgb text, QRgb highlight);
};

QPalette TestTheme::palette(QRgb window, QRgb base, QRgb text, QRgb highlight)
{
    QPalette palette{QColor(window)};
    palette.setColor(QPalette::Base, QColor(base));
    palette.setColor(QPalette::Text, QColor(text));
    palette.setColor(QPalette::WindowText, QColor(text));
    palette.setColor(QPalette::Highlight, QColor(highlight));
    palette.setColor(QPalette::Link, QColor(highlight));
    return palette;
}

void TestTheme::contrasts_data()
{
    QTest::addColumn<QPalette>("palette");
    QTest::newRow("Breeze light") << palette(0xffeff0f1, 0xffffffff, 0xff232629, 0xff3daee9);
    QTest::newRow("Breeze dark") << palette(0xff202326, 0xff141618, 0xfffcfcfc, 0xff3daee9);
    QTest::newRow("Fusion") << palette(0xffefefef, 0xffffffff, 0xff000000, 0xff308cc6);
    QTest::newRow("green on black") << palette(0xff000000, 0xff000000, 0xff00ff00, 0xff007700);
    QTest::newRow("sepia") << palette(0xffe8dcc0, 0xfff4ecd8, 0xff3b2f1e, 0xffa0522d);
    QTest::newRow("yellow highlight") << palette(0xfff0f0f0, 0xffffffff, 0xff111111, 0xffffdd00);
}

void TestTheme::contrasts()
{
    QFETCH(QPalette, palette);
    const Theme theme(palette);
    using Role = Theme::Role;
    for (const Role role : {Role::Text, Role::Muted, Role::Crash, Role::Warning, Role::Good, Role::Link}) {
        for (const QColor &ground : {theme.palette().color(QPalette::Base), theme.tint(Theme::Tint::Selection)})
            QVERIFY2(contrast(theme.color(role), ground) >= 4.45,
                     qPrintable(QStringLiteral("role %1 on %2: %3")
                                    .arg(int(role))
                                    .arg(ground.name())
                                    .arg(contrast(theme.color(role), ground))));
    }
    QVERIFY(contrast(theme.color(Role::Text), theme.tint(Theme::Tint::CrashHeader)) >= 4.5);
    QVERIFY(contrast(theme.color(Role::Crash), theme.tint(Theme::Tint::CrashLine)) >= 3.5);
}

/// A palette that names no colour for links has Qt's pure blue: it is the loudest colour of the window, and on dark
/// ground it can't be read.
void TestTheme::linksOfFusion()
{
    for (const QRgb base : {0xffffffffU, 0xff141618U}) {
        QPalette fusion = palette(base == 0xffffffffU ? 0xffefefef : 0xff202326, base,
                                  base == 0xffffffffU ? 0xff000000 : 0xfffcfcfc, 0xff308cc6);
        fusion.setColor(QPalette::Link, Qt::blue);
        const Theme theme(fusion);
        const QColor link = theme.color(Theme::Role::Link);
        QVERIFY2(link.hslSaturationF() < 0.9F, qPrintable(link.name()));
        QVERIFY2(qAbs(link.hslHue() - QColor(0xff308cc6).hslHue()) < 20, qPrintable(link.name()));
        for (const auto tint : {Theme::Tint::Selection, Theme::Tint::CrashHeader, Theme::Tint::InformationBar})
            QVERIFY2(contrast(link, theme.tint(tint)) >= 4.45, qPrintable(link.name()));
    }
}

void TestTheme::iconsFollowThePalette()
{
    const QDir folder(QStringLiteral(":/freezeframe/icons"));
    QVERIFY(folder.entryList().size() > 25);
    for (const QRgb color : {0xff202020U, 0xffe0e0e0U}) {
        QGuiApplication::setPalette(
            palette(color == 0xff202020U ? 0xffffffff : 0xff101010, 0xffffffff, color, 0xff3daee9));
        for (const QString &name : folder.entryList()) {
            const QImage image = symbolicIcon(name.section(QLatin1Char('.'), 0, 0)).pixmap(32).toImage();
            QVERIFY2(!image.isNull(), qPrintable(name));
            bool drawn = false;
            for (int y = 0; y < image.height(); ++y) {
                for (int x = 0; x < image.width(); ++x) {
                    const QColor pixel = image.pixelColor(x, y);
                    drawn = drawn || pixel.alpha() > 128;
                    QVERIFY2(pixel.alpha() < 250 || pixel.rgb() != 0xff232629, qPrintable(name));
                }
            }
            QVERIFY2(drawn, qPrintable(name));
        }
    }
}

void TestTheme::elidesInOrder()
{
    const Theme theme;
    const RunPainter painter(theme, QGuiApplication::font());
    Runs left = functionRuns(QStringLiteral("orders."), QStringLiteral("(*Worker).run"));
    left.append(Run::plain(QStringLiteral(" ← Dispatcher.Start"), Theme::Role::Muted, Run::Plain, 1));
    const Runs right{Run::plain(QStringLiteral("worker.go:59"))};
    const int whole = painter.width(left) + painter.width(right) + 100;
    bool callerGone = false;
    for (int width = whole; width > 0; --width) {
        const auto placed = painter.place(QRect(0, 0, width, 20), left, right);
        QString package, name, caller, place;
        for (const RunPainter::Placed &item : placed) {
            if (item.run.text == left.at(0).text)
                package = item.shown;
            else if (item.run.text == left.at(1).text)
                name = item.shown;
            else if (item.run.text == left.at(2).text)
                caller = item.shown;
            else
                place = item.shown;
        }
        callerGone = callerGone || caller.isEmpty();
        // The package only goes once the caller is gone, the name once the package is, the place never.
        QVERIFY(package == left.at(0).text || caller.isEmpty());
        QVERIFY(name == left.at(1).text || package.isEmpty());
        if (width > painter.width(right) + 40)
            QCOMPARE(place, right.at(0).text);
    }
    QVERIFY(callerGone);
}

void TestTheme::linksByKeyboard()
{
    RunLabel label;
    label.setRuns({Run::plain(QStringLiteral("in ")), Run::linkTo(QStringLiteral("a"), QStringLiteral("first")),
                   Run::linkTo(QStringLiteral("b"), QStringLiteral("second"))});
    QSignalSpy activated(&label, &RunLabel::linkActivated);
    QCOMPARE(label.focusPolicy(), Qt::TabFocus);
    QCOMPARE(label.accessibleName(), QStringLiteral("in ab"));
    QTest::keyClick(&label, Qt::Key_Return);
    QTest::keyClick(&label, Qt::Key_Right);
    QTest::keyClick(&label, Qt::Key_Right); // there is no third
    QTest::keyClick(&label, Qt::Key_Return);
    QCOMPARE(activated.size(), 2);
    QCOMPARE(activated.at(0).at(0).toString(), QStringLiteral("first"));
    QCOMPARE(activated.at(1).at(0).toString(), QStringLiteral("second"));
}

void TestTheme::headlineWraps()
{
    HeadlineLabel label;
    label.setText(QStringLiteral("panic: short"));
    const int one = label.heightForWidth(2000);
    label.setText(QString(QStringLiteral("panic: a very long text ")).repeated(100));
    QVERIFY(label.heightForWidth(400) > one);
    QVERIFY(label.heightForWidth(400) <= one * 2 + 4);
    QVERIFY(label.minimumSizeHint().width() == 0);
    label.setText({});
    QVERIFY(label.heightForWidth(0) > 0);
}

QTEST_MAIN(TestTheme)
#include "tst_theme.moc"

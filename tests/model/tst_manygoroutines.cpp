// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/analysis/goroutinearrangement.h"
#include "model/goroutinemodel.h"
#include "tests/support/goroutinesnapshots.h"

#include <QElapsedTimer>
#include <QTest>

using namespace Freezeframe;

/// A million goroutines in the list: what the window's thread has to do with them stays below what a person notices.
class TestManyGoroutines : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void listIsFluid_data();
    void listIsFluid();

private:
    template<class Work>
    static double milliseconds(Work work)
    {
        QElapsedTimer timer;
        timer.start();
        work();
        return double(timer.nsecsElapsed()) / 1e6;
    }
    static constexpr uint64_t count = 1'000'000;
    static constexpr double noticed = 50; // ms
    GoroutineSnapshot m_snapshot;
};

void TestManyGoroutines::initTestCase()
{
    std::vector<GoroutineRow> rows;
    rows.reserve(count);
    const std::vector<std::string> reasons{"chan receive", "select", "sync.Mutex.Lock", "sleep"};
    for (uint64_t id = 1; id <= count; ++id)
        rows.push_back({.id = id,
                        .reason = reasons[id % reasons.size()],
                        .wait = int64_t(id) * 1'000'000,
                        .functions = {"shop/orders.(*Worker).step" + std::to_string(id % 40), "shop/orders.run"},
                        .labels = {{"tenant", "eu-" + std::to_string(id % 5)}}});
    m_snapshot = makeGoroutines(rows, count / 2);
}

void TestManyGoroutines::listIsFluid_data()
{
    QTest::addColumn<GoroutineGrouping>("grouping");
    QTest::addColumn<QString>("filter");
    QTest::newRow("flat") << GoroutineGrouping::None << QString();
    QTest::newRow("by stack") << GoroutineGrouping::Stack << QString();
    QTest::newRow("by stack, filtered") << GoroutineGrouping::Stack << QStringLiteral("wait:mutex label:eu-3");
    QTest::newRow("by state") << GoroutineGrouping::State << QString();
}

void TestManyGoroutines::listIsFluid()
{
    QFETCH(GoroutineGrouping, grouping);
    QFETCH(QString, filter);
    std::shared_ptr<const GoroutineArrangement> arrangement;
    // On a thread of its own in the window.
    const double arranging = milliseconds([&] {
        arrangement = GoroutineArrangement::arrange(
            m_snapshot, {.filter = GoroutineFilter::parse(filter.toStdString()), .grouping = grouping});
    });
    GoroutineModel model;
    double showing = 1e9;
    for (int i = 0; i < 3; ++i)
        showing = std::min(showing, milliseconds([&] { model.setArrangement(arrangement); }));
    QVERIFY(model.rowCount() > 0);
    // What a view asks for: a screen of rows at the top, in the middle, at the end, and where one goroutine is.
    double reading = 1e9;
    for (int i = 0; i < 3; ++i)
        reading = std::min(reading, milliseconds([&] {
                               for (const double part : {0.0, 0.5, 1.0}) {
                                   const int first = int(double(std::max(0, model.rowCount() - 50)) * part);
                                   for (int row = first; row < std::min(first + 50, model.rowCount()); ++row) {
                                       for (int column = 0; column < model.columnCount(); ++column)
                                           (void)model.index(row, column).data().toString();
                                   }
                               }
                           }));
    double finding = 1e9;
    for (int i = 0; i < 3; ++i)
        finding = std::min(finding, milliseconds([&] { (void)model.indexOf(count / 2 + 3); }));
    qInfo("arranged in %.0f ms, shown in %.1f ms, 150 rows read in %.2f ms, one found in %.2f ms", arranging, showing,
          reading, finding);
    QVERIFY2(showing < noticed, qPrintable(QString::number(showing)));
    QVERIFY2(reading < noticed, qPrintable(QString::number(reading)));
    QVERIFY2(finding < noticed, qPrintable(QString::number(finding)));
}

QTEST_GUILESS_MAIN(TestManyGoroutines)
#include "tst_manygoroutines.moc"

// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "model/doctormodel.h"

#include <QAbstractItemModelTester>
#include <QGuiApplication>
#include <QPersistentModelIndex>
#include <QSignalSpy>
#include <QTest>

using namespace Freezeframe;

/// The doctor's checks as rows: what fails stands first, all of it can be read without seeing a sign, hostile values stay
/// on their line.
class TestDoctorModel : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(); }
    void order();
    void wordsForAll_data();
    void wordsForAll();
    void sameChecksStay();
    void hostileText();

private:
    using Tester = QAbstractItemModelTester;
    static constexpr auto fatal = QAbstractItemModelTester::FailureReportingMode::QtTest;
    [[nodiscard]] static DoctorCheck check(const std::string &id, CheckState state, bool mends = false)
    {
        DoctorCheck check{.id = id,
                          .title = "Title of " + id,
                          .state = state,
                          .value = "value",
                          .explanation = "Because.",
                          .fix = {}};
        if (mends)
            check.fix = DoctorFix{.label = "Mend " + id, .text = "sudo mend " + id};
        return check;
    }
    [[nodiscard]] static QStringList titles(const DoctorModel &model)
    {
        QStringList titles;
        for (int row = 0; row < model.rowCount(); ++row)
            titles.append(QString::fromStdString(model.check(row).id));
        return titles;
    }
};

void TestDoctorModel::order()
{
    DoctorModel model;
    const Tester tester(&model, fatal);
    model.setChecks({check("a", CheckState::Good, true), check("b", CheckState::Failed, true),
                     check("c", CheckState::Warning), check("d", CheckState::Failed), check("e", CheckState::Unknown)});
    QCOMPARE(titles(model).join(QString()), QStringLiteral("bdace"));
    QCOMPARE(model.count(), QStringLiteral("5 checks, 2 fail, 1 warns"));
    QVERIFY(model.hasMend(0));
    QVERIFY(!model.hasMend(1)); // nothing is known that mends it
    QVERIFY(!model.hasMend(2)); // nothing is wrong with it
    DoctorModel problems;
    const Tester second(&problems, fatal);
    problems.setOnlyProblems(true);
    problems.setChecks({check("a", CheckState::Good), check("b", CheckState::Warning), check("c", CheckState::Failed),
                        check("d", CheckState::Unknown)});
    QCOMPARE(titles(problems).join(QString()), QStringLiteral("cb"));
    QCOMPARE(problems.count(), QStringLiteral("4 checks, 1 fails, 1 warns"));
    problems.setChecks({});
    QCOMPARE(problems.rowCount(), 0);
}

void TestDoctorModel::wordsForAll_data()
{
    QTest::addColumn<CheckState>("state");
    QTest::addColumn<QString>("word");
    QTest::newRow("good") << CheckState::Good << QStringLiteral("good");
    QTest::newRow("warning") << CheckState::Warning << QStringLiteral("warning");
    QTest::newRow("failed") << CheckState::Failed << QStringLiteral("failed");
    QTest::newRow("unknown") << CheckState::Unknown << QStringLiteral("unknown");
}

void TestDoctorModel::wordsForAll()
{
    QFETCH(CheckState, state);
    QFETCH(QString, word);
    DoctorModel model;
    const Tester tester(&model, fatal);
    model.setChecks({check("limit", state, true)});
    const QModelIndex row = model.index(0, DoctorModel::Check);
    QCOMPARE(row.data(Qt::AccessibleTextRole).toString(), QStringLiteral("Title of limit: %1, value").arg(word));
    QCOMPARE(row.data(Qt::AccessibleDescriptionRole).toString(), QStringLiteral("Because."));
    const QString copied = row.data(CopyRole).toString();
    QVERIFY2(copied.startsWith(QStringLiteral("Title of limit: value (%1)\nBecause.").arg(word)), qPrintable(copied));
    QCOMPARE(copied.contains(QStringLiteral("sudo mend limit")), state != CheckState::Good);
    QCOMPARE(model.index(0, DoctorModel::Mend).data().toString(),
             state == CheckState::Good ? QString() : QStringLiteral("Mend limit"));
}

/// Asked again, what is selected stays; another list of checks is another list.
void TestDoctorModel::sameChecksStay()
{
    DoctorModel model;
    const Tester tester(&model, fatal);
    model.setChecks({check("a", CheckState::Failed), check("b", CheckState::Good)});
    const QPersistentModelIndex kept = model.index(1, DoctorModel::Value);
    const QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    const QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
    DoctorCheck other = check("b", CheckState::Warning);
    other.value = "another value";
    model.setChecks({check("a", CheckState::Failed), other});
    QVERIFY(kept.isValid());
    QCOMPARE(kept.data().toString(), QStringLiteral("another value"));
    QCOMPARE(changed.size(), 1);
    QCOMPARE(reset.size(), 0);
    model.setChecks({check("a", CheckState::Good), check("b", CheckState::Failed)});
    QCOMPARE(reset.size(), 1);
    QVERIFY(!kept.isValid());
}

void TestDoctorModel::hostileText()
{
    DoctorModel model;
    const Tester tester(&model, fatal);
    DoctorCheck hostile = check("pattern", CheckState::Failed, true);
    hostile.title = "core\x1b[31m_pattern\n";
    hostile.value = std::string(100'000, 'x') + "\n\xff\x1b]0;title\x07";
    hostile.explanation = "\x1b[2J";
    model.setChecks({hostile});
    for (int column = 0; column < DoctorModel::ColumnCount; ++column) {
        for (const int role : {int(Qt::DisplayRole), int(Qt::AccessibleTextRole), int(Qt::AccessibleDescriptionRole)}) {
            const QString text = model.index(0, column).data(role).toString();
            QVERIFY2(!text.contains(QChar(0x1b)) && !text.contains(QLatin1Char('\n')), qPrintable(text.left(60)));
        }
    }
}

QTEST_MAIN(TestDoctorModel)
#include "tst_doctormodel.moc"

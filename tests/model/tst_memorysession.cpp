// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "model/addressnames.h"
#include "model/memorypages.h"
#include "model/memorysave.h"
#include "model/memorysearchrun.h"
#include "tests/model/madecore.h"
#include "tests/support/victiminspection.h"

#include <QFileInfo>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Freezeframe;
using namespace Freezeframe::MadeCore;

/// What the memory page asks of a session: places, pages, names, searches.
class TestMemorySession : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void places_data();
    void places();
    void placesOfExpressions_data();
    void placesOfExpressions();
    void pages_data();
    void pages();
    void pagesAreBounded();
    void names();
    void searches_data();
    void searches();
    void anotherSearch();
    void cancelsSearch();
    void bytesAreReadMeanwhile();
    void anotherCoreEndsASearch();
    void closesWhileSearching();

private:
    void openVictim();
    [[nodiscard]] Result<MemoryPlace> place(const QString &text);
    /// Runs to its end; the sentence of a failure, or nothing.
    QString search(MemorySearchRun &run, const MemorySearchRun::Wanted &wanted);

    QTemporaryDir m_folder;
    QString m_core; ///< three regions, no Go
    std::unique_ptr<Session> m_session;
    Victim m_victim;
};

void TestMemorySession::initTestCase()
{
    m_core = m_folder.filePath(QStringLiteral("made.core"));
    QVERIFY(write(m_core));
}

void TestMemorySession::init()
{
    m_session = std::make_unique<Session>();
    m_session->open({.core = m_core.toStdString(), .files = {}, .sourceMap = {}});
    QTRY_VERIFY(m_session->isOpen());
    QTRY_VERIFY(!m_session->isBusy());
}

void TestMemorySession::cleanup()
{
    m_session.reset();
}

Result<MemoryPlace> TestMemorySession::place(const QString &text)
{
    std::optional<Result<MemoryPlace>> answer;
    m_session->memoryPlace(this, text, [&answer](Result<MemoryPlace> place) { answer = std::move(place); });
    if (!QTest::qWaitFor([&answer] { return answer.has_value(); }, 20'000))
        return fail(ErrorCode::NotFound, "no answer");
    return *answer;
}

void TestMemorySession::places_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<quint64>("address"); // 1: there is none
    QTest::addColumn<QString>("sentence");
    QTest::newRow("hex") << "0xc000001234" << quint64(0xc000001234) << QString();
    QTest::newRow("upper") << " 0XC000001234 " << quint64(0xc000001234) << QString();
    QTest::newRow("bare") << "c000001234" << quint64(0xc000001234) << QString();
    QTest::newRow("0") << "0x0" << quint64(0) << QString();
    QTest::newRow("last") << "0xffffffffffffffff" << quint64(UINT64_MAX) << QString();
    QTest::newRow("too long") << "0x10000000000000000" << quint64(1) << "64 bits";
    QTest::newRow("nothing") << "  " << quint64(1) << "no address";
    QTest::newRow("nonsense") << "0xzz" << quint64(1) << QString();
    QTest::newRow("no expression") << "((" << quint64(1) << QString();
    QTest::newRow("nobody's name") << "nobodyIsCalledSo" << quint64(1) << QString();
    QTest::newRow("control characters") << QString(QChar(1)) + QChar(0) << quint64(1) << QString();
    QTest::newRow("endless") << QString(100'000, QLatin1Char('(')) << quint64(1) << QString();
}

void TestMemorySession::places()
{
    QFETCH(QString, text);
    QFETCH(quint64, address);
    QFETCH(QString, sentence);
    const auto found = place(text);
    if (address != 1) {
        QVERIFY2(found, found ? "" : found.error().message.c_str());
        QCOMPARE(found->address.value, address);
        return;
    }
    QVERIFY(!found);
    QVERIFY(!found.error().message.empty());
    QVERIFY2(QString::fromStdString(found.error().message).contains(sentence), found.error().message.c_str());
}

void TestMemorySession::openVictim()
{
    if (goToolchains().isEmpty())
        QSKIP("no Go toolchain on this machine");
    const auto victim
        = provideVictim({.fixture = QStringLiteral("sample"), .go = goToolchains().last(), .build = GoBuild::NoOpt});
    QVERIFY2(victim, qPrintable(victim.error_or(QString())));
    m_victim = *victim;
    m_session->open(openOptions(m_victim));
    QTRY_VERIFY_WITH_TIMEOUT(m_session->frame() && !m_session->isBusy(), 60'000);
}

void TestMemorySession::placesOfExpressions_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("same"); // leads to the same place
    QTest::addColumn<QString>("type");
    QTest::newRow("pointer") << "c" << "&*c" << "*orders-api/internal/cache.Cache";
    QTest::newRow("address of it") << "&c" << QString() << QString();
    QTest::newRow("field") << "c.mu" << "&c.mu" << "sync.Mutex";
    QTest::newRow("string") << "key" << QString() << "string";
    QTest::newRow("register") << "rsp" << "sp" << QString();
    QTest::newRow("sum") << "rsp + 8" << QString() << QString();
    QTest::newRow("package variable") << "os.Args" << "&os.Args[0]" << "[]string";
    QTest::newRow("of a package with a path") << "internal/poll.ErrFileClosing" << "&internal/poll.ErrFileClosing"
                                              << "error";
    QTest::newRow("function") << "main.main" << QString() << "func";
}

void TestMemorySession::placesOfExpressions()
{
    QFETCH(QString, text);
    QFETCH(QString, same);
    openVictim();
    const auto found = place(text);
    QVERIFY2(found, found ? "" : found.error().message.c_str());
    QVERIFY(!found->address.isNull());
    QFETCH(QString, type);
    if (!type.isEmpty())
        QCOMPARE(QString::fromStdString(found->type), type);
    if (!same.isEmpty()) {
        const auto other = place(same);
        QVERIFY2(other, other ? "" : other.error().message.c_str());
        QCOMPARE(found->address.value, other->address.value);
    }
}

void TestMemorySession::pages_data()
{
    QTest::addColumn<quint64>("first");
    QTest::addColumn<quint64>("last");
    QTest::addColumn<int>("known"); // bytes
    QTest::newRow("in it") << quint64(heap) << quint64(heap + 63) << 64;
    QTest::newRow("over pages") << quint64(heap + 4090) << quint64(heap + 4101) << 12;
    QTest::newRow("into what is missing") << quint64(absent - 4) << quint64(absent + 3) << 4;
    QTest::newRow("missing") << quint64(absent + 8) << quint64(absent + 15) << 0;
    QTest::newRow("0") << quint64(0) << quint64(15) << 0;
    QTest::newRow("last") << quint64(UINT64_MAX - 15) << quint64(UINT64_MAX) << 0;
}

void TestMemorySession::pages()
{
    QFETCH(quint64, first);
    QFETCH(quint64, last);
    QFETCH(int, known);
    MemoryPages pages(m_session.get());
    QVERIFY(pages.bytes({first}, {last}).empty());
    QSignalSpy arrived(&pages, &MemoryPages::arrived);
    pages.want({{{first}, {last}}});
    QVERIFY(arrived.wait());
    const auto bytes = pages.bytes({first}, {last});
    QCOMPARE(bytes.size(), size_t(last - first + 1));
    QCOMPARE(std::ranges::count_if(bytes, [](const auto &byte) { return byte.has_value(); }), known);
    pages.want({{{first}, {last}}}); // asks nothing
    QTRY_VERIFY(!m_session->isBusy());
    QCOMPARE(arrived.size(), 1);
    QVERIFY(pages.bytes({last}, {first}).empty() || first == last);
}

/// Of a range as huge as there is, a bounded part is read, and all that was seen is not kept.
void TestMemorySession::pagesAreBounded()
{
    MemoryPages pages(m_session.get());
    QSignalSpy arrived(&pages, &MemoryPages::arrived);
    pages.want({{{0}, {UINT64_MAX}}});
    QVERIFY(arrived.wait());
    QVERIFY(pages.bytes({0}, {0}).size() == 1);
    QVERIFY(pages.bytes({uint64_t(1) << 30}, {uint64_t(1) << 30}).empty());
    for (uint64_t page = 0; page < 1000; page += 50) {
        pages.want({{{heap + page * 4096}, {heap + (page + 49) * 4096}}});
        QVERIFY(arrived.wait());
    }
    QVERIFY(pages.bytes({0}, {0}).empty());
    QCOMPARE(pages.bytes({heap + 999 * 4096}, {heap + 999 * 4096}).size(), size_t(1));
}

void TestMemorySession::names()
{
    AddressNames names(m_session.get());
    QSignalSpy arrived(&names, &AddressNames::arrived);
    names.want({{heap}, {0}, {UINT64_MAX}});
    QVERIFY(arrived.wait());
    QCOMPARE(names.name({heap}), QStringLiteral("stack of thread 7"));
    QCOMPARE(names.name({0}), QString());
    QCOMPARE(names.name({UINT64_MAX}), QString());
    names.want({{heap}, {0}});
    QTRY_VERIFY(!m_session->isBusy());
    QCOMPARE(arrived.size(), 1);
}

QString TestMemorySession::search(MemorySearchRun &run, const MemorySearchRun::Wanted &wanted)
{
    QSignalSpy ended(&run, &MemorySearchRun::ended);
    QSignalSpy failed(&run, &MemorySearchRun::failed);
    run.start(wanted);
    (void)QTest::qWaitFor([&] { return !ended.isEmpty() || !failed.isEmpty(); }, 30'000);
    return failed.isEmpty() ? QString() : failed.first().first().toString();
}

void TestMemorySession::searches_data()
{
    using Kind = MemorySearchRun::Kind;
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("what");
    QTest::addColumn<bool>("matchesCase");
    QTest::addColumn<unsigned>("size");
    QTest::addColumn<QList<quint64>>("found"); // empty: none
    QTest::addColumn<bool>("fails");
    const auto row = [](const char *name, Kind kind, const char *what, QList<quint64> found, bool fails = false,
                        bool matchesCase = true, unsigned size = 8) {
        QTest::newRow(name) << int(kind) << QString::fromUtf8(what) << matchesCase << size << found << fails;
    };
    row("text", Kind::Text, "Hello, Core", {heap + 100});
    row("text in any case", Kind::Text, "HELLO", {heap + 100, heap + 5000}, false, false);
    row("no such text", Kind::Text, "nowhere to be found", {});
    row("bytes", Kind::Bytes, "48 65 ?? 6c", {heap + 100});
    row("misspelt bytes", Kind::Bytes, "48 6", {}, true);
    row("nothing but wildcards", Kind::Bytes, "?? ??", {}, true);
    row("pointers", Kind::Pointers, "0xc000000064", {heap + 0x2000, heap + heapSize - 8});
    row("pointers to a register", Kind::Pointers, "rax", {heap + 0x3008});
    row("pointers to 0 and beyond", Kind::Pointers, "0xffffffffffffffff", {});
    row("no address", Kind::Pointers, "nobody", {}, true);
    row("number", Kind::Integer, "0xc000000064", {heap + 0x2000, heap + heapSize - 8});
    row("too large a number", Kind::Integer, "300", {}, true, true, 1);
}

void TestMemorySession::searches()
{
    QFETCH(int, kind);
    QFETCH(QString, what);
    QFETCH(bool, matchesCase);
    QFETCH(unsigned, size);
    QFETCH(QList<quint64>, found);
    QFETCH(bool, fails);
    MemorySearchRun run(m_session.get());
    const QString failure
        = search(run, {.kind = MemorySearchRun::Kind(kind), .what = what, .matchesCase = matchesCase, .size = size});
    QCOMPARE(!failure.isEmpty(), fails);
    QVERIFY(!run.isRunning());
    QList<quint64> addresses;
    for (int i = 0; i < run.matches()->rowCount(); ++i)
        addresses.append(run.matches()->address(i).value);
    QCOMPARE(addresses, found);
}

/// The one before ends, and none of its matches come late.
void TestMemorySession::anotherSearch()
{
    MemorySearchRun run(m_session.get());
    QSignalSpy ended(&run, &MemorySearchRun::ended);
    run.start({.kind = MemorySearchRun::Kind::Bytes, .what = QStringLiteral("ee")});
    run.start({.kind = MemorySearchRun::Kind::Text, .what = QStringLiteral("Hello, Core")});
    QTRY_COMPARE(ended.size(), 2);
    QVERIFY(ended.first().first().value<MemorySearchRun::End>().isStopped);
    QCOMPARE(run.matches()->rowCount(), 1);
    // More than the most.
    QVERIFY(search(run, {.kind = MemorySearchRun::Kind::Bytes, .what = QStringLiteral("ee")}).isEmpty());
    QVERIFY(ended.last().first().value<MemorySearchRun::End>().isLimited);
    QCOMPARE(run.matches()->rowCount(), int(MemorySearchRun::mostMatches));
}

void TestMemorySession::cancelsSearch()
{
    MemorySearchRun run(m_session.get());
    QSignalSpy ended(&run, &MemorySearchRun::ended);
    run.start({.kind = MemorySearchRun::Kind::Bytes, .what = QStringLiteral("ee")});
    QVERIFY(run.isRunning());
    run.cancel();
    QVERIFY(!run.isRunning());
    QCOMPARE(ended.size(), 1);
    QVERIFY(ended.first().first().value<MemorySearchRun::End>().isStopped);
    const int rows = run.matches()->rowCount();
    QTRY_VERIFY(!m_session->isBusy());
    QTest::qWait(20);
    QCOMPARE(run.matches()->rowCount(), rows);
    run.cancel(); // nothing
    QCOMPARE(ended.size(), 1);
}

void TestMemorySession::bytesAreReadMeanwhile()
{
    MemorySearchRun run(m_session.get());
    MemoryPages pages(m_session.get());
    QSignalSpy ended(&run, &MemorySearchRun::ended);
    QSignalSpy arrived(&pages, &MemoryPages::arrived);
    run.start({.kind = MemorySearchRun::Kind::Text, .what = QStringLiteral("nowhere to be found")});
    pages.want({{{heap}, {heap + 15}}});
    QTRY_VERIFY(!ended.isEmpty() && !arrived.isEmpty());
    QVERIFY(!pages.bytes({heap}, {heap + 15}).empty());
}

void TestMemorySession::anotherCoreEndsASearch()
{
    MemorySearchRun run(m_session.get());
    QSignalSpy ended(&run, &MemorySearchRun::ended);
    run.start({.kind = MemorySearchRun::Kind::Bytes, .what = QStringLiteral("ee")});
    m_session->open({.core = m_core.toStdString(), .files = {}, .sourceMap = {}});
    QCOMPARE(ended.size(), 1);
    QCOMPARE(run.matches()->rowCount(), 0);
    QTRY_VERIFY(m_session->isOpen() && !m_session->isBusy());
    QCOMPARE(run.matches()->rowCount(), 0);
}

void TestMemorySession::closesWhileSearching()
{
    for (int round = 0; round < 20; ++round) {
        auto session = std::make_unique<Session>();
        auto run = std::make_unique<MemorySearchRun>(session.get());
        auto save = std::make_unique<MemorySave>(session.get());
        session->open({.core = m_core.toStdString(), .files = {}, .sourceMap = {}});
        QTRY_VERIFY(session->isOpen());
        run->start({.kind = MemorySearchRun::Kind::Bytes, .what = QStringLiteral("ee")});
        const QString path = m_folder.filePath(QStringLiteral("closed%1").arg(round));
        save->start({.path = path, .start = {behind}, .size = behindSize, .fillsMissing = false});
        QTest::qWait(round % 5);
        if (round % 2 == 0) {
            run.reset();
            save.reset();
        }
        session.reset();
        if (QFileInfo::exists(path))
            QCOMPARE(QFileInfo(path).size(), qint64(behindSize)); // it was quicker
    }
}

QTEST_MAIN(TestMemorySession)
#include "tst_memorysession.moc"

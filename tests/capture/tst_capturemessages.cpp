// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/elf/provenance.h"
#include "backend/live/capturemessages.h"

#include <QTest>

using namespace Freezeframe;

/// What the helper with more rights says, and what a core says of its capture: hostile texts, too.
class TestCaptureMessages : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void hostileMessages_data();
    void hostileMessages();
    void messagesComeBack();
    void hostileProvenance_data();
    void hostileProvenance();
};

void TestCaptureMessages::hostileMessages_data()
{
    QTest::addColumn<QByteArray>("text");
    for (const char *text :
         {"", "{", "[]", "null", "{}", "{\"pid\":-1}", "{\"pid\":\"1\"}", "{\"progress\":1}",
          "{\"progress\":{\"phase\":99}}", "{\"report\":[]}", "{\"report\":{},\"error\":{}}", "{\"what\":{}}"})
        QTest::newRow(text) << QByteArray(text);
    QTest::newRow("deep") << QByteArray(60'000, '[');
    QTest::newRow("bytes") << QByteArray("\xff\xfe\x00", 3);
}

void TestCaptureMessages::hostileMessages()
{
    QFETCH(QByteArray, text);
    QVERIFY(!messageFrom(text.toStdString()));
    QVERIFY(!requestFrom(text.toStdString()));
}

void TestCaptureMessages::messagesComeBack()
{
    CaptureOptions options;
    options.process = {4711, 99};
    options.mode = CaptureMode::LowMemory;
    options.maxPause = std::chrono::milliseconds(1234);
    options.allMappings = true;
    options.filter = 0x7f;
    options.keepIncomplete = true;
    const auto request = requestFrom(requestText(options));
    QVERIFY(request);
    QVERIFY(request->process == options.process && request->mode == options.mode && request->allMappings);
    QVERIFY(request->keepIncomplete);
    QVERIFY(request->maxPause == options.maxPause && request->filter == options.filter);

    const CaptureReport report{.path = "/not/sent",
                               .mode = CaptureMode::LowMemory,
                               .pauseSeconds = 0.25,
                               .bytes = 1ULL << 40,
                               .bytesOnDisk = 77,
                               .threads = 26,
                               .mappings = 156,
                               .takenAt = 1795600000,
                               .isPartial = true,
                               .isCutShort = true,
                               .warnings = {"a", "b"}};
    const auto back = messageFrom(messageText(report));
    QVERIFY(back && std::holds_alternative<CaptureReport>(*back));
    const auto &same = std::get<CaptureReport>(*back);
    QVERIFY(same.path.empty() && same.mode == report.mode && same.bytes == report.bytes && same.isPartial);
    QVERIFY(same.isCutShort);
    QCOMPARE(same.warnings, report.warnings);
    const auto error = messageFrom(
        messageText(CaptureError{.failure = CaptureFailure::NoSpace, .error = {.message = "full"}, .pauseSeconds = 1}));
    QVERIFY(error && std::holds_alternative<CaptureError>(*error));
    QCOMPARE(std::get<CaptureError>(*error).failure, CaptureFailure::NoSpace);
}

void TestCaptureMessages::hostileProvenance_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("isReadable");
    QTest::newRow("usual") << QByteArray("{\"mode\":\"fast\",\"pause_seconds\":0.19,\"complete\":true}") << true;
    QTest::newRow("types differ") << QByteArray("{\"mode\":7,\"pause_seconds\":\"x\",\"complete\":[1]}") << true;
    QTest::newRow("empty") << QByteArray() << false;
    QTest::newRow("cut") << QByteArray("{\"mode\":\"fa") << false;
    QTest::newRow("list") << QByteArray("[1,2]") << false;
    QTest::newRow("deep") << QByteArray(500'000, '[') << false;
    QTest::newRow("bytes") << QByteArray("\x00\xff\xff", 3) << false;
}

void TestCaptureMessages::hostileProvenance()
{
    QFETCH(QByteArray, text);
    QFETCH(bool, isReadable);
    const auto provenance = provenanceFromNote(std::as_bytes(std::span(text.data(), size_t(text.size()))));
    QCOMPARE(provenance.has_value(), isReadable);
}

QTEST_GUILESS_MAIN(TestCaptureMessages)
#include "tst_capturemessages.moc"

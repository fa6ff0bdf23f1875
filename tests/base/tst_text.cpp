// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/base/address.h"
#include "backend/base/result.h"
#include "backend/base/text.h"

#include <QTest>

using namespace Freezeframe;

/// Text from files, as it is shown.
class TestText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void escapes_data();
    void escapes();
    void quotesAsGoDoes_data();
    void quotesAsGoDoes();
    void countsBytes_data();
    void countsBytes();
    void writesNumbers();
    void joinsErrors();
};

void TestText::escapes_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("shown");

    QTest::newRow("plain") << QByteArray("/usr/bin/a b\\c\"d") << QByteArray("/usr/bin/a b\\c\"d");
    QTest::newRow("letters of the world") << QByteArray("naïve 日本 🙂") << QByteArray("naïve 日本 🙂");
    QTest::newRow("terminal colour") << QByteArray("\x1b[31mred") << QByteArray("\\x1b[31mred");
    QTest::newRow("C1 control sequence") << QByteArray("\xc2\x9b" "31m") << QByteArray("\\u009b31m");
    QTest::newRow("NUL inside") << QByteArray("a\0b", 3) << QByteArray("a\\x00b");
    QTest::newRow("line end") << QByteArray("a\r\n\tb") << QByteArray("a\\r\\n\\tb");
    QTest::newRow("right-to-left override") << QByteArray("exe.\xe2\x80\xaegpj") << QByteArray("exe.\\u202egpj");
    QTest::newRow("isolate") << QByteArray("\xe2\x81\xa6x") << QByteArray("\\u2066x");
    QTest::newRow("line separator") << QByteArray("a\xe2\x80\xa8" "b") << QByteArray("a\\u2028b");
    QTest::newRow("tag character") << QByteArray("\xf3\xa0\x81\x81") << QByteArray("\\U000e0041");
    QTest::newRow("lone continuation") << QByteArray("a\x80z") << QByteArray("a\\x80z");
    QTest::newRow("cut sequence") << QByteArray("\xe6\x97") << QByteArray("\\xe6\\x97");
    QTest::newRow("overlong") << QByteArray("\xc0\xaf") << QByteArray("\\xc0\\xaf");
    QTest::newRow("surrogate") << QByteArray("\xed\xa0\x80") << QByteArray("\\xed\\xa0\\x80");
    QTest::newRow("past the last") << QByteArray("\xf4\x90\x80\x80") << QByteArray("\\xf4\\x90\\x80\\x80");
    QTest::newRow("empty") << QByteArray("") << QByteArray("");
}

void TestText::escapes()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, shown);
    QCOMPARE(QByteArray::fromStdString(escaped({text.data(), size_t(text.size())})), shown);
}

void TestText::quotesAsGoDoes_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("quoted"); // what strconv.Quote of Go 1.26 gives

    QTest::newRow("empty") << QByteArray("") << QByteArray(R"("")");
    QTest::newRow("named escapes") << QByteArray("\a\b\f\n\r\t\v\\\"'") << QByteArray(R"("\a\b\f\n\r\t\v\\\"'")");
    QTest::newRow("control") << QByteArray("\x01\x7f", 2) << QByteArray(R"("\x01\x7f")");
    QTest::newRow("NUL") << QByteArray("\0", 1) << QByteArray(R"("\x00")");
    QTest::newRow("printable") << QByteArray("é日🙂") << QByteArray("\"é日🙂\"");
    QTest::newRow("invalid byte") << QByteArray("\xff") << QByteArray(R"("\xff")");
    QTest::newRow("no-break space") << QByteArray("\xc2\xa0") << QByteArray(R"("\u00a0")");
    QTest::newRow("soft hyphen") << QByteArray("\xc2\xad") << QByteArray(R"("\u00ad")");
    QTest::newRow("ideographic space") << QByteArray("\xe3\x80\x80") << QByteArray(R"("\u3000")");
    QTest::newRow("byte order mark") << QByteArray("\xef\xbb\xbf") << QByteArray(R"("\ufeff")");
    QTest::newRow("replacement character") << QByteArray("\xef\xbf\xbd") << QByteArray("\"\xef\xbf\xbd\"");
    QTest::newRow("private use") << QByteArray("\xee\x80\x80") << QByteArray(R"("\ue000")");
    QTest::newRow("unassigned, far") << QByteArray("\xf4\x8f\xbf\xbf") << QByteArray(R"("\U0010ffff")");
    QTest::newRow("C1") << QByteArray("\xc2\x85") << QByteArray(R"("\u0085")");
}

void TestText::quotesAsGoDoes()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, quoted);
    QCOMPARE(QByteArray::fromStdString(goQuoted({text.data(), size_t(text.size())})), quoted);
}

void TestText::countsBytes_data()
{
    QTest::addColumn<quint64>("bytes");
    QTest::addColumn<QString>("text");

    QTest::newRow("none") << quint64(0) << QStringLiteral("0 bytes");
    QTest::newRow("one") << quint64(1) << QStringLiteral("1 byte");
    QTest::newRow("below a unit") << quint64(1023) << QStringLiteral("1023 bytes");
    QTest::newRow("a unit") << quint64(1024) << QStringLiteral("1.00 KiB");
    QTest::newRow("two digits") << quint64(12) * 1024 * 1024 << QStringLiteral("12.0 MiB");
    QTest::newRow("three digits") << quint64(812) * 1024 * 1024 << QStringLiteral("812 MiB");
    QTest::newRow("not four digits") << quint64(1023) * 1024 * 1024 << QStringLiteral("1.00 GiB");
    QTest::newRow("example") << quint64(2083059138) << QStringLiteral("1.94 GiB");
    QTest::newRow("all") << ~quint64(0) << QStringLiteral("16.0 EiB");
}

void TestText::countsBytes()
{
    QFETCH(quint64, bytes);
    QFETCH(QString, text);
    QCOMPARE(QString::fromStdString(byteCount(bytes)), text);
}

void TestText::writesNumbers()
{
    QCOMPARE(hex(0), std::string("0x0"));
    QCOMPARE(hex(0xdeadbeefULL), std::string("0xdeadbeef"));
    QCOMPARE(hex(~0ULL), std::string("0xffffffffffffffff"));
    QCOMPARE(Address{0xc000012000}.toString(), std::string("0xc000012000"));
    QCOMPARE(hexBytes(std::string_view("\x00\x7f\xff", 3)), std::string("007fff"));
}

void TestText::joinsErrors()
{
    const Error whole{
        .code = ErrorCode::BadFormat, .message = "is bad", .file = "/tmp/\x1b", .section = "NT_FILE", .offset = 16};
    QCOMPARE(whole.toString(), std::string("/tmp/\\x1b, NT_FILE, offset 0x10: is bad"));
    QCOMPARE((Error{.code = ErrorCode::BadFormat, .message = "is bad"}.toString()), std::string("is bad"));
    const Error named{.code = ErrorCode::Mismatch, .message = "/bin/x is build 1", .file = "/bin/x"};
    QCOMPARE(named.toString(), std::string("/bin/x is build 1"));
    const Result<int> failed = fail(ErrorCode::Io, "no");
    QCOMPARE(withContext(failed, "reading NT_FILE").error().message, std::string("reading NT_FILE: no"));
}

QTEST_GUILESS_MAIN(TestText)
#include "tst_text.moc"

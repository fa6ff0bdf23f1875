// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/profile/profileencoder.h"
#include "backend/profile/recordedprofiles.h"

#include <QStringDecoder>
#include <QTest>

#include <limits>
#include <map>

#include <zlib.h>

using namespace Freezeframe;

namespace
{

using Fields = std::multimap<quint64, std::pair<quint64, QByteArray>>; ///< by field: its number, or its bytes

quint64 takeNumber(QByteArrayView &bytes)
{
    quint64 value = 0;
    for (unsigned shift = 0; !bytes.isEmpty() && shift < 64; shift += 7) {
        const auto byte = quint8(bytes.front());
        bytes = bytes.sliced(1);
        value |= quint64(byte & 0x7f) << shift;
        if (byte < 0x80)
            return value;
    }
    throw std::runtime_error("a number without an end");
}

/// What a message has, by the rules of the wire format alone.
Fields fieldsOf(QByteArrayView bytes)
{
    Fields fields;
    while (!bytes.isEmpty()) {
        const quint64 tag = takeNumber(bytes);
        if ((tag & 7) == 0) {
            fields.emplace(tag >> 3, std::pair(takeNumber(bytes), QByteArray()));
            continue;
        }
        const quint64 length = takeNumber(bytes);
        if ((tag & 7) != 2 || length > quint64(bytes.size()))
            throw std::runtime_error("bytes past the end");
        fields.emplace(tag >> 3, std::pair(length, bytes.first(qsizetype(length)).toByteArray()));
        bytes = bytes.sliced(qsizetype(length));
    }
    return fields;
}

quint64 number(const Fields &fields, quint64 field)
{
    const auto found = fields.find(field);
    return found == fields.end() ? 0 : found->second.first;
}

QByteArrayList all(const Fields &fields, quint64 field)
{
    QByteArrayList values;
    for (auto [at, end] = fields.equal_range(field); at != end; ++at)
        values << at->second.second;
    return values;
}

QList<quint64> packed(const Fields &fields, quint64 field)
{
    QList<quint64> numbers;
    for (const QByteArray &bytes : all(fields, field)) {
        for (QByteArrayView rest = bytes; !rest.isEmpty();)
            numbers << takeNumber(rest);
    }
    return numbers;
}

QByteArray unpacked(const std::string &bytes)
{
    z_stream stream = {};
    QByteArray in = QByteArray::fromStdString(bytes);
    QByteArray out(8 << 20, '\0');
    inflateInit2(&stream, 15 + 16);
    stream.next_in = reinterpret_cast<Bytef *>(in.data());
    stream.avail_in = uInt(in.size());
    stream.next_out = reinterpret_cast<Bytef *>(out.data());
    stream.avail_out = uInt(out.size());
    const int status = inflate(&stream, Z_FINISH);
    out.resize(out.size() - qsizetype(stream.avail_out));
    inflateEnd(&stream);
    return status == Z_STREAM_END ? out : QByteArray("not gzip");
}

}

/// The bytes of a profile, read back by the wire format's rules, with all that names and numbers may be.
class TestProfileEncoder : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void keepsTexts_data();
    void keepsTexts();
    void keepsNumbers_data();
    void keepsNumbers();
    void packs_data();
    void packs();
    void scales_data();
    void scales();
};

void TestProfileEncoder::keepsTexts_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("kept");
    const auto same = [](const char *name, const QByteArray &text) { QTest::newRow(name) << text << text; };
    same("empty", {});
    same("plain", "main.(*T[...]).Run.func1");
    same("quotes and lines", "a\"b\\c\nd\re\tf");
    same("nul", QByteArray("a\0b", 3));
    same("controls", "\x01\x1b[31m\x7f");
    same("letters", "välue \xe4\xb8\xad\xf0\x9f\xa7\x8a");
    same("a megabyte", QByteArray(1 << 20, 'x'));
    same("127", QByteArray(127, 'x'));
    same("128", QByteArray(128, 'x'));
    const QByteArray bad("\xef\xbf\xbd");
    QTest::newRow("a byte that is no text") << QByteArray("a\xff" "b") << "a" + bad + "b";
    QTest::newRow("cut letter") << QByteArray("a\xe4\xb8") << QByteArray();
    QTest::newRow("surrogate") << QByteArray("\xed\xa0\x80") << QByteArray();
    QTest::newRow("overlong") << QByteArray("\xc0\xaf") << QByteArray();
    QTest::newRow("past the last") << QByteArray("\xf5\x80\x80\x80") << QByteArray();
}

void TestProfileEncoder::keepsTexts()
{
    QFETCH(const QByteArray, text);
    QFETCH(const QByteArray, kept);
    const std::string given = text.toStdString();
    const Profile profile{.sampleTypes = {{given, given}},
                          .defaultSampleType = given,
                          .samples = {{.locations = {0}, .values = {1}, .labels = {{given, given, 0, given}}}},
                          .mappings = {{.range = {{16}, {32}}, .file = given, .buildId = given}},
                          .locations = {{{17}, 0, {{0, 7}}}},
                          .functions = {{given, given, 5}},
                          .periodType = {given, given},
                          .comments = {given}};
    const std::string bytes = encodeProfile(profile);
    const Fields fields = fieldsOf(QByteArrayView(bytes));
    const QByteArrayList texts = all(fields, 6);
    QVERIFY(!texts.isEmpty());
    QCOMPARE(texts.front(), QByteArray());
    for (const QByteArray &one : texts) {
        QStringDecoder decoder(QStringDecoder::Utf8);
        const QString decoded = decoder(one);
        Q_UNUSED(decoded)
        QVERIFY(!decoder.hasError());
    }
    const Fields function = fieldsOf(all(fields, 5).front());
    const QByteArray name = texts.value(qsizetype(number(function, 2)));
    if (kept.isEmpty() && !text.isEmpty())
        QVERIFY(name.endsWith("\xef\xbf\xbd"));
    else
        QCOMPARE(name, kept);
    const Fields label = fieldsOf(all(fieldsOf(all(fields, 2).front()), 3).front());
    for (const quint64 field : {1, 2, 4})
        QCOMPARE(texts.value(qsizetype(number(label, field))), name);
    const Fields mapping = fieldsOf(all(fields, 3).front());
    for (const quint64 field : {5, 6})
        QCOMPARE(texts.value(qsizetype(number(mapping, field))), name);
    QCOMPARE(texts.value(qsizetype(number(fields, 14))), name);
    QCOMPARE(texts.value(qsizetype(packed(fields, 13).value(0))), name);
}

void TestProfileEncoder::keepsNumbers_data()
{
    QTest::addColumn<qint64>("value");
    for (const qint64 value : {qint64(0), qint64(1), qint64(-1), qint64(127), qint64(128), qint64(1) << 32,
                               std::numeric_limits<qint64>::max(), std::numeric_limits<qint64>::min()})
        QTest::newRow(QByteArray::number(value).constData()) << value;
}

void TestProfileEncoder::keepsNumbers()
{
    QFETCH(const qint64, value);
    const Profile profile{.samples
                          = {{.locations = {1, 0}, .values = {value, 3, value}, .labels = {{"n", "", value, ""}}}},
                          .locations = {{{quint64(value)}, std::nullopt, {}}, {{1}, std::nullopt, {{0, value}}}},
                          .functions = {{"f", "", value}},
                          .period = value,
                          .timeNanoseconds = value,
                          .durationNanoseconds = value};
    const std::string bytes = encodeProfile(profile);
    const Fields fields = fieldsOf(QByteArrayView(bytes));
    for (const quint64 field : {9, 10, 12})
        QCOMPARE(qint64(number(fields, field)), value);
    const Fields sample = fieldsOf(all(fields, 2).front());
    QCOMPARE(packed(sample, 1), (QList<quint64>{2, 1}));
    QCOMPARE(packed(sample, 2), (QList<quint64>{quint64(value), 3, quint64(value)}));
    QCOMPARE(qint64(number(fieldsOf(all(sample, 3).front()), 3)), value);
    const QByteArrayList locations = all(fields, 4);
    QCOMPARE(locations.size(), 2);
    QCOMPARE(number(fieldsOf(locations.at(0)), 1), 1U);
    QCOMPARE(number(fieldsOf(locations.at(0)), 2), 0U);
    QCOMPARE(qint64(number(fieldsOf(locations.at(0)), 3)), value);
    const Fields line = fieldsOf(all(fieldsOf(locations.at(1)), 4).front());
    QCOMPARE(number(line, 1), 1U);
    QCOMPARE(qint64(number(line, 2)), value);
    QCOMPARE(qint64(number(fieldsOf(all(fields, 5).front()), 5)), value);
}

void TestProfileEncoder::packs_data()
{
    QTest::addColumn<int>("size");
    for (const int size : {0, 1, 65'535, 65'536, 65'537, 5'000'000})
        QTest::newRow(QByteArray::number(size).constData()) << size;
}

void TestProfileEncoder::packs()
{
    QFETCH(const int, size);
    QByteArray bytes(size, '\0');
    for (int i = 0; i < size; ++i)
        bytes[i] = char((i * 2654435761U) >> 24); // does not pack well
    const auto result = gzipped(std::string_view(bytes.constData(), size_t(bytes.size())));
    QVERIFY(result);
    QVERIFY(unpacked(*result) == bytes);
}

void TestProfileEncoder::scales_data()
{
    QTest::addColumn<qint64>("count");
    QTest::addColumn<qint64>("size");
    QTest::addColumn<qint64>("rate");
    QTest::addColumn<qint64>("objects");
    QTest::addColumn<qint64>("bytes");
    constexpr qint64 most = std::numeric_limits<qint64>::max();
    // What Go 1.27's scaleHeapSample gives.
    QTest::newRow("none") << qint64(0) << qint64(8) << qint64(512) << qint64(0) << qint64(0);
    QTest::newRow("of no size") << qint64(8) << qint64(0) << qint64(512) << qint64(0) << qint64(0);
    QTest::newRow("all") << qint64(7) << qint64(8) << qint64(1) << qint64(7) << qint64(56);
    QTest::newRow("rate 0") << qint64(7) << qint64(8) << qint64(0) << qint64(7) << qint64(56);
    QTest::newRow("usual") << qint64(3) << qint64(1024) << qint64(524288) << qint64(1537) << qint64(1574400);
    QTest::newRow("large") << qint64(3) << qint64(1 << 30) << qint64(524288) << qint64(3) << qint64(3) * (1 << 30);
    QTest::newRow("damaged") << most << most << qint64(1) << most << most;
}

void TestProfileEncoder::scales()
{
    QFETCH(const qint64, count);
    QFETCH(const qint64, size);
    QFETCH(const qint64, rate);
    QFETCH(const qint64, objects);
    QFETCH(const qint64, bytes);
    const auto scaled = scaledSample(count, size, rate);
    QCOMPARE(qint64(scaled.first), objects);
    QCOMPARE(qint64(scaled.second), bytes);
}

QTEST_GUILESS_MAIN(TestProfileEncoder)
#include "tst_profileencoder.moc"

// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/report/tableescapes.h"
#include "backend/report/tablewriter.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>
#include <QXmlStreamReader>

using namespace Freezeframe;

namespace
{

const QByteArray hostile("\x1b]0;owned\x07|`<script>alert(1)</script>\"'\n\r\0=1+1,\xff\xe2\x80\xae", 57);

TableCell cell(const char *text, TableCell::Number number = {})
{
    return {.text = text, .number = number};
}

QByteArray written(TableFormat format, const std::vector<TableColumn> &columns,
                   const std::vector<std::pair<size_t, std::vector<TableCell>>> &rows, bool isTree = false)
{
    TableWriter writer(format, "A <title>", columns, isTree);
    std::string text = writer.head();
    for (const auto &[level, cells] : rows)
        text += writer.row(cells, level);
    return QByteArray::fromStdString(text + writer.end());
}

/// As RFC 4180 wants it read: its own reader, not the writer's.
QList<QList<QByteArray>> readCsv(const QByteArray &text)
{
    QList<QList<QByteArray>> rows;
    QList<QByteArray> row;
    QByteArray field;
    bool isQuoted = false;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const char c = text.at(i);
        if (isQuoted) {
            if (c != '"')
                field += c;
            else if (i + 1 < text.size() && text.at(i + 1) == '"')
                field += text.at(++i);
            else
                isQuoted = false;
        } else if (c == '"') {
            isQuoted = true;
        } else if (c == ',') {
            row.append(std::exchange(field, {}));
        } else if (c == '\r' && text.mid(i, 2) == "\r\n") {
            ++i;
            row.append(std::exchange(field, {}));
            rows.append(std::exchange(row, {}));
        } else {
            field += c;
        }
    }
    return rows;
}

}

/// What lists are copied and saved as.
class TestTableWriter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void escapes_data();
    void escapes();
    void writes_data();
    void writes();
    void csvIsReadBack_data();
    void csvIsReadBack();
    void noControlCharacters_data();
    void noControlCharacters();
    void jsonIsTyped();
    void jsonOfTrees();
    void htmlIsWhole();
    void namesColumns();
    void knowsEndings_data();
    void knowsEndings();
};

void TestTableWriter::escapes_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("markdown");
    QTest::addColumn<QByteArray>("csv");
    QTest::addColumn<QByteArray>("html");

    QTest::newRow("plain") << QByteArray("main.run") << QByteArray("main.run") << QByteArray("main.run")
                           << QByteArray("main.run");
    QTest::newRow("a method") << QByteArray("(*T).f") << QByteArray("(\\*T).f") << QByteArray("(*T).f")
                              << QByteArray("(*T).f");
    QTest::newRow("a pipe") << QByteArray("a|b") << QByteArray("a\\|b") << QByteArray("a|b") << QByteArray("a|b");
    QTest::newRow("quotes") << QByteArray("say \"x\"") << QByteArray("say \"x\"") << QByteArray("\"say \"\"x\"\"\"")
                            << QByteArray("say &quot;x&quot;");
    QTest::newRow("two lines") << QByteArray("a\nb") << QByteArray("a<br>b") << QByteArray("\"a\nb\"")
                               << QByteArray("a<br>b");
    QTest::newRow("a comma") << QByteArray("a,b") << QByteArray("a,b") << QByteArray("\"a,b\"") << QByteArray("a,b");
    QTest::newRow("a tag") << QByteArray("<img src=x>") << QByteArray("&lt;img src=x&gt;") << QByteArray("<img src=x>")
                           << QByteArray("&lt;img src=x&gt;");
    QTest::newRow("an entity") << QByteArray("&lt;") << QByteArray("&amp;lt;") << QByteArray("\"&lt;\"")
                               << QByteArray("&amp;lt;");
    QTest::newRow("a link") << QByteArray("[a](b)") << QByteArray("\\[a\\](b)") << QByteArray("[a](b)")
                            << QByteArray("[a](b)");
    QTest::newRow("a formula") << QByteArray("=HYPERLINK(\"x\")") << QByteArray("=HYPERLINK(\"x\")")
                               << QByteArray("\"'=HYPERLINK(\"\"x\"\")\"") << QByteArray("=HYPERLINK(&quot;x&quot;)");
    QTest::newRow("at") << QByteArray("@SUM(1)") << QByteArray("@SUM(1)") << QByteArray("'@SUM(1)")
                        << QByteArray("@SUM(1)");
    QTest::newRow("minus with a command") << QByteArray("-1+cmd|' /C'!A0") << QByteArray("-1+cmd\\|' /C'!A0")
                                          << QByteArray("'-1+cmd|' /C'!A0") << QByteArray("-1+cmd|&#39; /C&#39;!A0");
    QTest::newRow("a tab, then a formula")
        << QByteArray("\t=1") << QByteArray(" =1") << QByteArray("\"'\t=1\"") << QByteArray("\t=1");
    QTest::newRow("a negative number") << QByteArray("-12.5") << QByteArray("-12.5") << QByteArray("-12.5")
                                       << QByteArray("-12.5");
    QTest::newRow("an escape") << QByteArray("\x1b[31m") << QByteArray("\\\\x1b\\[31m") << QByteArray("\\x1b[31m")
                               << QByteArray("\\x1b[31m");
}

void TestTableWriter::escapes()
{
    QFETCH(QByteArray, text);
    QTEST(QByteArray::fromStdString(markdownCell(text.toStdString())), "markdown");
    QTEST(QByteArray::fromStdString(guardedCsvCell(text.toStdString())), "csv");
    QTEST(QByteArray::fromStdString(htmlCell(text.toStdString())), "html");
}

void TestTableWriter::writes_data()
{
    QTest::addColumn<int>("format");
    QTest::addColumn<bool>("isTree");
    QTest::addColumn<QByteArray>("text");

    QTest::newRow("text") << int(TableFormat::Text) << false << QByteArray("Name\tSize\na\t1 KiB\n  b\\tc\t\n");
    QTest::newRow("Markdown") << int(TableFormat::Markdown) << false
                              << QByteArray("| Name | Size |\n| --- | ---: |\n| a | 1 KiB |\n| &emsp;b c |  |\n");
    QTest::newRow("CSV") << int(TableFormat::Csv) << false << QByteArray("Name,Size\r\na,1024\r\n\"b\tc\",\r\n");
    QTest::newRow("CSV of a tree") << int(TableFormat::Csv) << true
                                   << QByteArray("Level,Name,Size\r\n0,a,1024\r\n1,\"b\tc\",\r\n");
    QTest::newRow("JSON") << int(TableFormat::Json) << false
                          << QByteArray("[\n{\"Name\":\"a\",\"Size\":1024},\n{\"Name\":\"b\\tc\",\"Size\":null}\n]\n");
    QTest::newRow("JSON of a tree")
        << int(TableFormat::Json) << true
        << QByteArray("[\n{\"Name\":\"a\",\"Size\":1024,\"children\":[{\"Name\":\"b\\tc\",\"Size\":null}]}\n]\n");
}

void TestTableWriter::writes()
{
    QFETCH(int, format);
    QFETCH(bool, isTree);
    const std::vector<TableColumn> columns{{.name = "Name"}, {.name = "Size", .isNumber = true}};
    const QByteArray text
        = written(TableFormat(format), columns,
                  {{0, {cell("a"), cell("1 KiB", uint64_t(1024))}}, {1, {cell("b\tc"), cell("")}}}, isTree);
    QTEST(text, "text");
}

void TestTableWriter::csvIsReadBack_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("read");

    QTest::newRow("all at once") << QByteArray("a,\"b\"\nc") << QByteArray("a,\"b\"\nc");
    QTest::newRow("ends of lines of Windows") << QByteArray("a\r\nb") << QByteArray("a\\r\nb");
    QTest::newRow("spaces around") << QByteArray(" a ") << QByteArray(" a ");
    QTest::newRow("only quotes") << QByteArray("\"\"\"") << QByteArray("\"\"\"");
    QTest::newRow("nothing") << QByteArray() << QByteArray();
    QTest::newRow("guarded, with a comma") << QByteArray("=a,b") << QByteArray("'=a,b");
}

void TestTableWriter::csvIsReadBack()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, read);
    const QByteArray csv = written(TableFormat::Csv, {{.name = "A"}, {.name = "B,\"C\""}},
                                   {{0, {{.text = text.toStdString()}, cell("end")}}});
    const auto rows = readCsv(csv);
    QCOMPARE(rows.size(), 2);
    QCOMPARE(rows[0], (QList<QByteArray>{"A", "B,\"C\""}));
    QCOMPARE(rows[1], (QList<QByteArray>{read, "end"}));
}

void TestTableWriter::noControlCharacters_data()
{
    QTest::addColumn<int>("format");
    for (const TableFormat format : allTableFormats)
        QTest::newRow(std::string(tableFormatName(format)).c_str()) << int(format);
}

void TestTableWriter::noControlCharacters()
{
    QFETCH(int, format);
    const std::string text = hostile.toStdString();
    const QByteArray out = written(TableFormat(format), {{.name = text}}, {{0, {{.text = text}}}});
    for (const char c : out)
        QVERIFY2(uchar(c) >= 0x20 || c == '\n' || c == '\r', out.toPercentEncoding().constData());
    QVERIFY(!out.contains("\xe2\x80\xae"));
    QVERIFY(!out.contains('\xff'));
    QVERIFY(!out.contains("\x7f"));
    if (TableFormat(format) == TableFormat::Html || TableFormat(format) == TableFormat::Markdown)
        QVERIFY(!out.contains("<script"));
    QVERIFY(!QString::fromUtf8(out).contains(QChar::ReplacementCharacter));
    QVERIFY2(TableFormat(format) == TableFormat::Csv || !out.contains('\r'), "ends of lines of the core stay out");
}

void TestTableWriter::jsonIsTyped()
{
    const QByteArray out = written(TableFormat::Json,
                                   {{.name = "signed"},
                                    {.name = "unsigned"},
                                    {.name = "real"},
                                    {.name = "bool"},
                                    {.name = "text"},
                                    {.name = "nan"}},
                                   {{0,
                                     {cell("-1", int64_t(-1)),
                                      cell("big", uint64_t(18446744073709551615U)),
                                      cell("1/2", 0.5),
                                      cell("yes", true),
                                      {.text = hostile.toStdString()},
                                      cell("nan", std::nan(""))}}});
    QJsonParseError error;
    const QJsonObject row = QJsonDocument::fromJson(out, &error).array().at(0).toObject();
    QVERIFY2(error.error == QJsonParseError::NoError, qPrintable(error.errorString()));
    QCOMPARE(row.value(QLatin1String("signed")).toInteger(), -1);
    QVERIFY(out.contains("18446744073709551615"));
    QCOMPARE(row.value(QLatin1String("real")).toDouble(), 0.5);
    QVERIFY(row.value(QLatin1String("bool")).isBool());
    QVERIFY(row.value(QLatin1String("text")).isString());
    QCOMPARE(row.value(QLatin1String("nan")).toString(), QLatin1String("nan"));
}

void TestTableWriter::jsonOfTrees()
{
    // Deeper, back by two, deeper by more than a level can be.
    const std::vector<size_t> levels{0, 1, 2, 2, 1, 0, 5, 0};
    std::vector<std::pair<size_t, std::vector<TableCell>>> rows;
    for (const size_t level : levels)
        rows.emplace_back(level, std::vector<TableCell>{cell("x", uint64_t(rows.size()))});
    QJsonParseError error;
    const QJsonArray top
        = QJsonDocument::fromJson(written(TableFormat::Json, {{.name = "children"}}, rows, true), &error).array();
    QVERIFY2(error.error == QJsonParseError::NoError, qPrintable(error.errorString()));
    QCOMPARE(top.size(), 3);
    const QJsonArray first = top.at(0).toObject().value(QLatin1String("children")).toArray();
    QCOMPARE(first.size(), 2);
    QCOMPARE(first.at(0).toObject().value(QLatin1String("children")).toArray().size(), 2);
    QCOMPARE(first.at(1).toObject().value(QLatin1String("children 2")).toInt(), 4); // the column made room for the key
    QCOMPARE(top.at(1).toObject().value(QLatin1String("children")).toArray().size(), 1);
    QCOMPARE(QJsonDocument::fromJson(written(TableFormat::Json, {{.name = "a"}}, {}), &error).array().size(), 0);
    QVERIFY(error.error == QJsonParseError::NoError);
}

void TestTableWriter::htmlIsWhole()
{
    QByteArray out
        = written(TableFormat::Html, {{.name = "A & B"}, {.name = "C"}},
                  {{0, {{.text = hostile.toStdString()}, cell("1", int64_t(1))}}, {2, {cell("x"), cell("y")}}});
    QVERIFY(out.startsWith("<!DOCTYPE html>\n"));
    QVERIFY2(!out.contains("http") && !out.contains("src"), "it stands alone");
    out.replace("<!DOCTYPE html>\n", "").replace("<meta charset=\"utf-8\">", "").replace("<br>", "<br/>");
    QXmlStreamReader reader(out); // it is XML but for these
    int cells = 0;
    while (!reader.atEnd())
        cells += reader.readNext() == QXmlStreamReader::StartElement && reader.name() == QLatin1String("td");
    QVERIFY2(!reader.hasError(), qPrintable(reader.errorString()));
    QCOMPARE(cells, 4);
}

void TestTableWriter::namesColumns()
{
    const QByteArray out
        = written(TableFormat::Text, {{.name = ""}, {.name = "A"}, {.name = "A"}, {.name = "A 2"}}, {});
    QCOMPARE(out, QByteArray("Column 1\tA\tA 2\tA 2 2\n"));
}

void TestTableWriter::knowsEndings_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<int>("format");

    QTest::newRow("csv") << QByteArray("/tmp/a.csv") << int(TableFormat::Csv);
    QTest::newRow("capitals") << QByteArray("A.JSON") << int(TableFormat::Json);
    QTest::newRow("two dots") << QByteArray("a.csv.html") << int(TableFormat::Html);
    QTest::newRow("none") << QByteArray("/tmp/a.csv/list") << -1;
    QTest::newRow("another's") << QByteArray("a.xlsx") << -1;
    QTest::newRow("empty") << QByteArray() << -1;
}

void TestTableWriter::knowsEndings()
{
    QFETCH(QByteArray, path);
    const auto format = tableFormatOf(path.toStdString());
    QTEST(format ? int(*format) : -1, "format");
}

QTEST_GUILESS_MAIN(TestTableWriter)
#include "tst_tablewriter.moc"

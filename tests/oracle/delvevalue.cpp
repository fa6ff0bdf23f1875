// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "tests/oracle/delvevalue.h"

#include <QJsonArray>
#include <QStringDecoder>

namespace Freezeframe
{

namespace
{

/// Numbers of Go's reflect.Kind, as the API has them.
enum Kind {
    Invalid = 0,
    Complex64 = 15,
    Complex128 = 16,
    Array = 17,
    Chan = 18,
    Func = 19,
    Interface = 20,
    Map = 21,
    Pointer = 22,
    Slice = 23,
    String = 24,
    Struct = 25,
    UnsafePointer = 26,
};

QString hexadecimal(quint64 number)
{
    return QStringLiteral("0x") + QString::number(number, 16);
}

/// One variable of the JSON answer.
struct Variable {
    explicit Variable(const QJsonObject &object)
        : kind(object.value(QLatin1String("kind")).toInt())
        , type(object.value(QLatin1String("type")).toString())
        , value(object.value(QLatin1String("value")).toString())
        , unreadable(object.value(QLatin1String("unreadable")).toString())
        , bytes(QByteArray::fromBase64(object.value(QLatin1String("StringValueBytes")).toString().toLatin1()))
        , address(quint64(object.value(QLatin1String("addr")).toInteger()))
        , base(quint64(object.value(QLatin1String("base")).toInteger()))
        , length(object.value(QLatin1String("len")).toInteger())
        , capacity(object.value(QLatin1String("cap")).toInteger())
        , onlyAddress(object.value(QLatin1String("onlyAddr")).toBool())
        , children(object.value(QLatin1String("children")).toArray())
    {
    }
    [[nodiscard]] Variable child(qsizetype i) const { return Variable(children.at(i).toObject()); }
    [[nodiscard]] QString name(qsizetype i) const
    {
        return children.at(i).toObject().value(QLatin1String("name")).toString();
    }
    [[nodiscard]] QString quotedType() const
    {
        return type.contains(QLatin1Char('/')) ? QLatin1Char('"') + type + QLatin1Char('"') : type;
    }

    int kind;
    QString type;
    QString value;
    QString unreadable;
    QByteArray bytes;
    quint64 address;
    quint64 base;
    qint64 length;
    qint64 capacity;
    bool onlyAddress;
    QJsonArray children;
};

QString quotedBytes(const QByteArray &bytes)
{
    QString quoted(QLatin1Char('"'));
    for (qsizetype i = 0; i < bytes.size();) {
        qsizetype length = 1;
        QString character;
        for (; length <= 4 && i + length <= bytes.size(); ++length) {
            QStringDecoder decoder(QStringConverter::Utf8,
                                   QStringConverter::Flag::Stateless | QStringConverter::Flag::ConvertInitialBom);
            character = decoder(bytes.mid(i, length));
            if (!decoder.hasError())
                break;
            character.clear();
        }
        if (character.isEmpty()) {
            quoted += QStringLiteral("\\x%1").arg(uchar(bytes.at(i)), 2, 16, QLatin1Char('0'));
            ++i;
        } else {
            quoted += goQuoted(character).sliced(1).chopped(1);
            i += length;
        }
    }
    return quoted + QLatin1Char('"');
}

QString write(const Variable &v, bool isTop, bool withType);

QString items(const Variable &v)
{
    QString text(QLatin1Char('['));
    for (qsizetype i = 0; i < v.children.size(); ++i) {
        if (i > 0)
            text += QLatin1Char(',');
        text += write(v.child(i), false, false);
    }
    if (v.children.size() != v.length) {
        text += v.children.isEmpty() ? QStringLiteral("...")
                                     : QStringLiteral(",...+%1 more").arg(v.length - v.children.size());
    }
    return text + QLatin1Char(']');
}

QString structure(const Variable &v, bool withType)
{
    if (v.length != v.children.size() && v.children.isEmpty())
        return QStringLiteral("(*%1)(%2)").arg(v.quotedType(), hexadecimal(v.address));
    QString text = withType ? v.type + QStringLiteral(" {") : QStringLiteral("{");
    for (qsizetype i = 0; i < v.children.size(); ++i) {
        if (i > 0)
            text += QStringLiteral(", ");
        text += v.name(i) + QStringLiteral(": ") + write(v.child(i), false, true);
    }
    if (v.children.size() != v.length)
        text += QStringLiteral(",...+%1 more").arg(v.length - v.children.size());
    return text + QLatin1Char('}');
}

QString table(const Variable &v, bool withType)
{
    QString text = withType ? v.type + QLatin1Char(' ') : QString();
    if (v.base == 0 && v.children.isEmpty())
        return text + QStringLiteral("nil");
    text += QLatin1Char('[');
    for (qsizetype i = 0; i + 1 < v.children.size(); i += 2) {
        text += write(v.child(i), false, false) + QStringLiteral(": ") + write(v.child(i + 1), false, false)
            + QStringLiteral(", ");
    }
    if (v.children.size() / 2 != v.length) {
        text += v.children.isEmpty() ? QStringLiteral("...")
                                     : QStringLiteral(",...+%1 more").arg(v.length - v.children.size() / 2);
    }
    return text + QLatin1Char(']');
}

QString dynamicValue(const Variable &v, bool withType)
{
    if (v.address == 0 || v.children.isEmpty())
        return QStringLiteral("nil");
    const Variable data = v.child(0);
    QString text;
    if (withType && data.kind == Invalid) {
        text = v.type + QLatin1Char(' ');
        if (data.address == 0)
            return text + QStringLiteral("nil");
    } else if (withType) {
        text = QStringLiteral("%1(%2) ").arg(v.type, data.type);
    }
    if (data.kind == Pointer) {
        if (data.children.isEmpty())
            return text + QStringLiteral("...");
        if (data.child(0).address == 0)
            return text + QStringLiteral("nil");
        if (data.child(0).onlyAddress)
            return text + hexadecimal(data.address);
    } else if (data.onlyAddress) {
        return text + QStringLiteral("*(*%1)(%2)").arg(v.quotedType(), hexadecimal(v.address));
    }
    return text + write(data, false, !withType);
}

QString pointer(const Variable &v, bool withType)
{
    if (v.type.isEmpty() || v.children.isEmpty())
        return QStringLiteral("nil");
    const Variable target = v.child(0);
    if (target.onlyAddress && target.address != 0)
        return QStringLiteral("(%1)(%2)").arg(v.quotedType(), hexadecimal(target.address));
    return QLatin1Char('*') + write(target, false, withType);
}

QString basic(const Variable &v)
{
    if (v.kind == Complex64 || v.kind == Complex128) {
        if (v.children.size() < 2)
            return {};
        return QStringLiteral("(%1 + %2i)").arg(v.child(0).value, v.child(1).value);
    }
    if (v.kind != String)
        return v.value;
    QByteArray bytes = v.bytes.isEmpty() ? v.value.toUtf8() : v.bytes;
    if (bytes.size() != v.length)
        bytes += "...+" + QByteArray::number(v.length - bytes.size()) + " more";
    return quotedBytes(bytes);
}

QString write(const Variable &v, bool isTop, bool withType)
{
    if (!v.unreadable.isEmpty())
        return QStringLiteral("(unreadable %1)").arg(v.unreadable);
    if (!isTop && v.address == 0 && v.value.isEmpty())
        return withType && v.type != QLatin1String("void") ? v.type + QStringLiteral(" nil") : QStringLiteral("nil");
    switch (v.kind) {
    case Slice: {
        const QString head
            = withType ? QStringLiteral("%1 len: %2, cap: %3, ").arg(v.type).arg(v.length).arg(v.capacity) : QString();
        return head + (v.base == 0 && v.children.isEmpty() ? QStringLiteral("nil") : items(v));
    }
    case Array: return (withType ? v.type + QLatin1Char(' ') : QString()) + items(v);
    case Pointer: return pointer(v, withType);
    case UnsafePointer:
        return v.children.isEmpty() ? QStringLiteral("unsafe.Pointer(nil)")
                                    : QStringLiteral("unsafe.Pointer(%1)").arg(hexadecimal(v.child(0).address));
    case Chan:
        if (v.children.size() < 2)
            return v.type + QStringLiteral(" nil");
        return QStringLiteral("%1 %2/%3").arg(v.type, v.child(0).value, v.child(1).value);
    case Struct:
        if (!v.value.isEmpty())
            return QStringLiteral("%1(%2)").arg(v.type, v.value) + structure(v, false);
        return structure(v, withType);
    case Interface: return dynamicValue(v, withType);
    case Map: return table(v, withType);
    case Func: return v.value.isEmpty() ? QStringLiteral("nil") : v.value;
    default: return basic(v);
    }
}

}

QString delveText(const QJsonObject &variable)
{
    return write(Variable(variable), true, true);
}

QString goQuoted(const QString &text)
{
    static const QHash<char32_t, QString> escapes{
        {U'\a', QStringLiteral("\\a")}, {U'\b', QStringLiteral("\\b")}, {U'\f', QStringLiteral("\\f")},
        {U'\n', QStringLiteral("\\n")}, {U'\r', QStringLiteral("\\r")}, {U'\t', QStringLiteral("\\t")},
        {U'\v', QStringLiteral("\\v")}, {U'"', QStringLiteral("\\\"")}, {U'\\', QStringLiteral("\\\\")}};
    QString quoted(QLatin1Char('"'));
    for (const char32_t c : text.toUcs4()) {
        if (const auto escape = escapes.find(c); escape != escapes.end())
            quoted += *escape;
        else if (c == U' ' || (QChar::isPrint(c) && !QChar::isSpace(c)))
            quoted += QString::fromUcs4(&c, 1);
        else if (c < 0x80)
            quoted += QStringLiteral("\\x%1").arg(uint(c), 2, 16, QLatin1Char('0'));
        else if (c < 0x10000)
            quoted += QStringLiteral("\\u%1").arg(uint(c), 4, 16, QLatin1Char('0'));
        else
            quoted += QStringLiteral("\\U%1").arg(uint(c), 8, 16, QLatin1Char('0'));
    }
    return quoted + QLatin1Char('"');
}

}

// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/eval/evaluator.h"
#include "backend/eval/valueleaves.h"

#include <QTest>

using namespace Freezeframe;
using Role = ValueLeaf::Role;

namespace
{

using Offsets = std::vector<std::optional<uint64_t>>;
constexpr auto lost = std::nullopt;

}

/// Which piece of a location list is which part of a variable.
class ValueLeavesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void leaves();
    void offsets_data();
    void offsets();
};

void ValueLeavesTest::leaves()
{
    const EvaluationSources sources;
    TypeGraph types(sources);
    const auto count = [&](const Type *type) { return leavesOf(types, *type).size(); };
    QCOMPARE(count(types.predeclared("int8")), size_t(1));
    QCOMPARE(count(types.predeclared("string")), size_t(2));
    QCOMPARE(count(types.predeclared("complex64")), size_t(2));
    QCOMPARE(count(types.sliceOf(types.predeclared("int"))), size_t(3));
    QCOMPARE(count(types.arrayOf(types.predeclared("string"), 0)), size_t(0));
    QCOMPARE(count(types.arrayOf(types.predeclared("string"), 1)), size_t(2));
    QCOMPARE(count(types.arrayOf(types.predeclared("string"), 2)), size_t(1));
    const Type *deep = types.predeclared("int");
    for (int i = 0; i < 100; ++i)
        deep = types.arrayOf(deep, 1);
    QCOMPARE(count(deep), size_t(0));
}

void ValueLeavesTest::offsets_data()
{
    QTest::addColumn<std::vector<ValueLeaf>>("leaves");
    QTest::addColumn<std::vector<PieceHint>>("pieces");
    QTest::addColumn<Offsets>("expected");
    // struct{B bool; N int; C uint8; M int}
    const std::vector<ValueLeaf> padded{
        {0, 1, Role::Number}, {8, 8, Role::Number}, {16, 1, Role::Number}, {24, 8, Role::Number}};
    const PieceHint byte{.size = 1}, number{.size = 8}, gap{.size = 7, .isPadding = true},
        lostNumber{.size = 8, .isPadding = true};
    QTest::newRow("optimised: no padding")
        << padded << std::vector{byte, number, byte, number} << Offsets{0, 8, 16, 24};
    QTest::newRow("unoptimised: padding")
        << padded << std::vector{byte, gap, number, byte, gap, number} << Offsets{0, lost, 8, 16, lost, 24};
    QTest::newRow("a lost leaf keeps its place")
        << padded << std::vector{byte, lostNumber, byte, number} << Offsets{0, 8, 16, 24};
    QTest::newRow("one is left out: the sizes tell") << padded << std::vector{byte, byte, number} << Offsets{0, 16, 24};
    QTest::newRow("one is left out: which?") << padded << std::vector{number} << Offsets{lost};
    QTest::newRow("of no such size") << padded << std::vector{PieceHint{.size = 4}} << Offsets{lost};
    QTest::newRow("more than there are, in no order")
        << padded << std::vector{number, number, number, number, number} << Offsets(5);
    const std::vector<ValueLeaf> mixed{{0, 8, Role::Number}, {8, 8, Role::Floating}, {16, 8, Role::Number}};
    QTest::newRow("the kind of register tells")
        << mixed << std::vector{PieceHint{.size = 8, .isFloating = true}, PieceHint{.size = 8, .isFloating = false}}
        << Offsets{8, 16};
    const std::vector<ValueLeaf> slice{{0, 8, Role::Pointer}, {8, 8, Role::Length}, {16, 8, Role::Length}};
    QTest::newRow("an address is no length, and a length may be a capacity")
        << slice << std::vector{PieceHint{.size = 8, .isAddress = true}, PieceHint{.size = 8, .isAddress = false}}
        << Offsets{0, lost};
    QTest::newRow("length and capacity") << slice
                                         << std::vector{PieceHint{.size = 8, .isAddress = false},
                                                        PieceHint{.size = 8, .isAddress = false}}
                                         << Offsets{8, 16};
    QTest::newRow("no leaves") << std::vector<ValueLeaf>() << std::vector{number} << Offsets{lost};
}

void ValueLeavesTest::offsets()
{
    QFETCH(const std::vector<ValueLeaf>, leaves);
    QFETCH(const std::vector<PieceHint>, pieces);
    QFETCH(const Offsets, expected);
    QVERIFY(offsetsOf(pieces, leaves) == expected);
}

QTEST_APPLESS_MAIN(ValueLeavesTest)
#include "tst_valueleaves.moc"

// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/profile/profilebuckets.h"
#include "backend/profile/profileencoder.h"
#include "backend/profile/recordedprofiles.h"
#include "tests/go/openedvictim.h"

#include <QTest>

#include <elf.h>
#include <random>

using namespace Freezeframe;

namespace
{

constexpr uint64_t word = 8;

std::vector<std::byte> bytesOf(const QString &path)
{
    const QByteArray content = fileContent(path);
    const auto bytes = std::as_bytes(std::span(content.constData(), size_t(content.size())));
    return {bytes.begin(), bytes.end()};
}

/// A core whose bytes may be changed at addresses.
class ChangedCore
{
public:
    explicit ChangedCore(const OpenedVictim &whole)
        : m_whole(whole)
        , m_bytes(bytesOf(whole.victim.core))
    {
    }

    void write(Address address, uint64_t value)
    {
        for (const ElfSegment &segment : m_whole.target->core()->segments()) {
            if (segment.type == PT_LOAD && segment.address <= address && address - segment.address < segment.fileSize)
                std::memcpy(m_bytes.data() + segment.offset + (address - segment.address), &value, sizeof value);
        }
    }
    [[nodiscard]] OpenedVictim open() const
    {
        return openCore(MappedFile::fromBytes(m_bytes, "changed core"), m_whole.victim.executable);
    }

private:
    const OpenedVictim &m_whole;
    std::vector<std::byte> m_bytes;
};

}

/// The runtime's lists of profiled stacks, damaged: what is before the damage is told, and so is the damage.
class TestProfileDamage : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void endsAtDamage_data();
    void endsAtDamage();
    void survivesAnything();

private:
    static OpenedVictim whole();
    static std::vector<Address> bucketsOf(const GoRuntime &runtime);
};

OpenedVictim TestProfileDamage::whole()
{
    return openVictim({.fixture = QStringLiteral("profiled"), .go = goToolchains().last()});
}

std::vector<Address> TestProfileDamage::bucketsOf(const GoRuntime &runtime)
{
    std::vector<Address> buckets;
    const auto next = runtime.layout().find("runtime.bucket", "allnext");
    const auto head = runtime.variable("runtime.mbuckets");
    if (!next || !head)
        return buckets;
    const Memory &memory = runtime.target().memory();
    for (Address at = memory.readPointer(*head).value_or(Address{}); !at.isNull();
         at = memory.readPointer(at + next->offset).value_or(Address{}))
        buckets.push_back(at);
    return buckets;
}

void TestProfileDamage::endsAtDamage_data()
{
    QTest::addColumn<QByteArray>("field");
    QTest::addColumn<quint64>("value");
    QTest::addColumn<QByteArray>("message");
    QTest::addColumn<bool>("keepsItself");
    QTest::newRow("circle") << QByteArray("allnext") << quint64(1) << QByteArray("runs in a circle") << true;
    QTest::newRow("nowhere") << QByteArray("allnext") << quint64(0xdeadbeef000)
                             << QByteArray("no memory at 0xdeadbeef0") << true;
    QTest::newRow("kind") << QByteArray("typ") << quint64(3) << QByteArray("of kind 3") << false;
    QTest::newRow("depth") << QByteArray("nstk") << quint64(1) << QByteArray("frames") << false;
}

void TestProfileDamage::endsAtDamage()
{
    QFETCH(const QByteArray, field);
    QFETCH(quint64, value);
    QFETCH(const QByteArray, message);
    QFETCH(const bool, keepsItself);
    const OpenedVictim victim = whole();
    QVERIFY2(victim.error.isEmpty(), qPrintable(victim.error));
    const auto buckets = bucketsOf(*victim.runtime);
    QVERIFY(buckets.size() > 100);
    constexpr size_t at = 20;
    if (field == "allnext" && value == 1)
        value = buckets[10].value;
    if (field == "nstk")
        value = quint64(-1);
    ChangedCore core(victim);
    core.write(buckets[at] + victim.runtime->layout().find("runtime.bucket", field.toStdString())->offset, value);
    const OpenedVictim changed = core.open();
    QVERIFY(changed.runtime);
    const auto profile = recordedProfile(*changed.runtime, ProfileKind::Heap);
    QVERIFY(profile);
    QCOMPARE(profile->profile.samples.size(), at + (keepsItself ? 1 : 0));
    QCOMPARE(profile->warnings.size(), 1U);
    QVERIFY2(profile->warnings.front().message.contains(message.toStdString()),
             profile->warnings.front().message.c_str());
    const auto sound = recordedProfile(*victim.runtime, ProfileKind::Heap);
    QVERIFY(sound && sound->warnings.empty());
    QCOMPARE(sound->profile.samples.size(), buckets.size());
}

void TestProfileDamage::survivesAnything()
{
    const OpenedVictim victim = whole();
    QVERIFY2(victim.error.isEmpty(), qPrintable(victim.error));
    const auto buckets = bucketsOf(*victim.runtime);
    QVERIFY(buckets.size() > 100);
    std::mt19937_64 random(1);
    size_t damaged = 0;
    for (int round = 0; round < 20; ++round) {
        ChangedCore core(victim);
        for (int i = 0; i < 30; ++i)
            core.write(buckets[random() % buckets.size()] + random() % 24 * word, random() >> (random() % 64));
        const OpenedVictim changed = core.open();
        for (const ProfileKind kind : {ProfileKind::Heap, ProfileKind::Block, ProfileKind::Mutex}) {
            const auto profile = recordedProfile(*changed.runtime, kind);
            QVERIFY(profile);
            damaged += profile->warnings.size();
            QVERIFY(!encodeProfile(profile->profile).empty());
        }
    }
    QVERIFY(damaged > 0);
}

QTEST_GUILESS_MAIN(TestProfileDamage)
#include "tst_profiledamage.moc"

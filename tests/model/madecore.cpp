// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "tests/model/madecore.h"

#include "tests/support/corebuilder.h"

#include <QFile>

#include <cstring>
#include <elf.h>

namespace Freezeframe
{

bool MadeCore::write(const QString &path)
{
    std::vector<std::byte> bytes(heapSize);
    const auto put
        = [&bytes](uint64_t at, std::string_view text) { std::memcpy(bytes.data() + at, text.data(), text.size()); };
    const auto putWord = [&bytes](uint64_t at, uint64_t word) { std::memcpy(bytes.data() + at, &word, sizeof word); };
    put(100, "Hello, Core");
    put(5000, "hello, core");
    putWord(0x2000, heap + 100);
    putWord(0x3000, heap + 104);
    putWord(0x3008, behind);
    putWord(heapSize - 8, heap + 100);
    std::vector<std::byte> more(behindSize, std::byte(0xee));
    CoreBuilder builder;
    builder.addThread({.tid = 7, .signal = 6, .registers = {{7, heap + 0x1000}, {0, behind}}});
    builder.addLoad(heap, PF_R | PF_W, bytes);
    builder.addLoad(absent, PF_R | PF_W, {}, absentSize);
    builder.addLoad(behind, PF_R | PF_W, more);
    QFile file(path);
    const auto core = builder.build();
    return file.open(QIODevice::WriteOnly)
        && file.write(reinterpret_cast<const char *>(core.data()), qint64(core.size())) == qint64(core.size());
}

}

// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "tests/support/bigcore.h"

#include "tests/support/corebuilder.h"

#include <QFile>

#include <cstring>
#include <elf.h>

namespace Freezeframe
{

bool BigCore::write(const QString &path) const
{
    std::vector<std::byte> piece(pieceSize);
    CoreBuilder builder;
    builder.addThread({.tid = 7, .signal = 6, .registers = {{7, stackPointer}}});
    builder.addLoad(begin.value, PF_R | PF_W, piece);
    auto head = builder.build();
    Elf64_Ehdr header{};
    std::memcpy(&header, head.data(), sizeof header);
    Elf64_Phdr load{};
    std::byte *const last = head.data() + header.e_phoff + (header.e_phnum - 1) * sizeof load;
    std::memcpy(&load, last, sizeof load);
    load.p_filesz = size;
    load.p_memsz = size;
    std::memcpy(last, &load, sizeof load);
    head.resize(load.p_offset);

    QFile file(path);
    const auto put = [&file](const std::vector<std::byte> &bytes) {
        return file.write(reinterpret_cast<const char *>(bytes.data()), qint64(bytes.size())) == qint64(bytes.size());
    };
    if (!file.open(QIODevice::WriteOnly) || !put(head))
        return false;
    for (uint64_t done = 0; done < size; done += pieceSize) {
        fill(piece);
        if (done + pieceSize == size)
            std::memcpy(piece.data() + pieceSize - sizeof lastWord, &lastWord, sizeof lastWord);
        if (!put(piece))
            return false;
    }
    return file.flush();
}

}

// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/elf/elfdecompress.h"

#include "backend/base/bytereader.h"
#include "backend/base/text.h"

#include <elf.h>
#include <zlib.h>
#include <zstd.h>

namespace Freezeframe
{

namespace
{

// No debug section of a real program comes near; deflate can't pack better than 1032:1.
constexpr uint64_t largestSection = uint64_t(8) << 30;
constexpr uint64_t largestZlibRatio = 1032;
constexpr uint64_t largestZstdRatio = 1 << 15;
constexpr uint32_t zstdType = 2; // ELFCOMPRESS_ZSTD, missing in older headers

std::span<const char> chars(std::span<const std::byte> bytes)
{
    return {reinterpret_cast<const char *>(bytes.data()), bytes.size()};
}

Result<void> checkSize(uint64_t declared, uint64_t packed, uint64_t ratio)
{
    if (declared > largestSection || declared / ratio > packed)
        return fail(ErrorCode::Limit,
                    "a compressed section says that it unpacks from " + byteCount(packed) + " to " + byteCount(declared)
                        + ", which can't be");
    return {};
}

Result<void> inflateAll(std::span<const std::byte> bytes, std::vector<std::byte> &out)
{
    z_stream stream{};
    if (inflateInit(&stream) != Z_OK)
        return fail(ErrorCode::Limit, "zlib can't start");
    constexpr size_t step = size_t(1) << 30; // zlib counts with 32 bits
    size_t in = 0;
    size_t done = 0;
    int status = Z_OK;
    while (status == Z_OK) {
        const size_t inStep = std::min(step, bytes.size() - in);
        const size_t outStep = std::min(step, out.size() - done);
        stream.next_in = reinterpret_cast<Bytef *>(const_cast<std::byte *>(bytes.data() + in));
        stream.avail_in = static_cast<uInt>(inStep);
        stream.next_out = reinterpret_cast<Bytef *>(out.data() + done);
        stream.avail_out = static_cast<uInt>(outStep);
        status = inflate(&stream, Z_NO_FLUSH);
        const size_t inUsed = inStep - stream.avail_in;
        const size_t outUsed = outStep - stream.avail_out;
        in += inUsed;
        done += outUsed;
        if (inUsed == 0 && outUsed == 0)
            break;
    }
    inflateEnd(&stream);
    if (status != Z_STREAM_END || done != out.size())
        return fail(ErrorCode::BadFormat,
                    "a zlib section is damaged: " + byteCount(done) + " of " + byteCount(out.size()) + " unpacked");
    return {};
}

Result<void> unzstd(std::span<const std::byte> bytes, std::vector<std::byte> &out)
{
    const size_t done = ZSTD_decompress(out.data(), out.size(), chars(bytes).data(), bytes.size());
    if (ZSTD_isError(done))
        return fail(ErrorCode::BadFormat, std::string("a zstd section is damaged: ") + ZSTD_getErrorName(done));
    if (done != out.size())
        return fail(ErrorCode::BadFormat,
                    "a zstd section is damaged: " + byteCount(done) + " of " + byteCount(out.size()) + " unpacked");
    return {};
}

Result<std::vector<std::byte>> unpack(std::span<const std::byte> bytes, uint64_t size, bool isZstd)
{
    if (auto checked = checkSize(size, bytes.size(), isZstd ? largestZstdRatio : largestZlibRatio); !checked)
        return std::unexpected(checked.error());
    std::vector<std::byte> out(size);
    if (size == 0)
        return out;
    auto done = isZstd ? unzstd(bytes, out) : inflateAll(bytes, out);
    if (!done)
        return std::unexpected(std::move(done.error()));
    return out;
}

}

Result<std::vector<std::byte>> decompressSection(std::span<const std::byte> bytes, bool gnuStyle)
{
    if (gnuStyle) {
        constexpr size_t headerSize = 12;
        const auto size = loadAt<uint64_t>(bytes, 4);
        if (!size || std::string_view(chars(bytes).data(), 4) != "ZLIB")
            return fail(ErrorCode::BadFormat, "a .zdebug section does not begin with ZLIB and its size");
        return unpack(bytes.subspan(headerSize), std::byteswap(*size), false);
    }
    const auto header = loadAt<Elf64_Chdr>(bytes, 0);
    if (!header)
        return fail(ErrorCode::Truncated, "a compressed section is shorter than its header");
    if (header->ch_type != ELFCOMPRESS_ZLIB && header->ch_type != zstdType)
        return fail(ErrorCode::Unsupported, "unknown kind of compression " + std::to_string(header->ch_type));
    return unpack(bytes.subspan(sizeof(Elf64_Chdr)), header->ch_size, header->ch_type == zstdType);
}

}

// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/live/sparsecopy.h"

#include "backend/live/pagescan.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <format>
#include <unistd.h>
#include <zstd.h>

namespace Freezeframe
{
namespace
{

constexpr uint64_t pageSize = 4096;
constexpr uint64_t stepSize = uint64_t(1) << 20;
constexpr uint64_t smallestHole = uint64_t(16) << 10; ///< smaller ones only break the file into pieces

bool isZero(std::span<const std::byte> bytes)
{
    return bytes.empty()
        || (bytes.front() == std::byte{} && std::memcmp(bytes.data(), bytes.data() + 1, bytes.size() - 1) == 0);
}

/// Of smaller holes, how much may be written as zeros: they must not make the file larger than what it holds.
class ZeroBudget
{
public:
    void addData(uint64_t size) { m_data += size; }
    /// Whether so many zeros are better written than left out.
    [[nodiscard]] bool take(uint64_t zeros)
    {
        constexpr uint64_t share = 50; // one part in so many
        constexpr uint64_t always = uint64_t(1) << 20;
        if (zeros >= smallestHole || m_zeros + zeros > m_data / share + always)
            return false;
        m_zeros += zeros;
        return true;
    }

private:
    uint64_t m_data = 0;
    uint64_t m_zeros = 0;
};

/// Writes what is not zero.
Result<void> writeParts(CoreOutput &output, uint64_t offset, std::span<const std::byte> bytes, ZeroBudget &budget)
{
    size_t begin = 0; // of what is to be written
    size_t zeros = 0; // at the end of it
    for (size_t at = 0; at < bytes.size(); at += pageSize) {
        const size_t size = std::min<size_t>(pageSize, bytes.size() - at);
        if (isZero(bytes.subspan(at, size))) {
            zeros += size;
            continue;
        }
        budget.addData(size);
        if (begin + zeros == at || (zeros > 0 && !budget.take(zeros))) {
            if (auto done = output.write(offset + begin, bytes.subspan(begin, at - zeros - begin)); !done)
                return done;
            begin = at;
        }
        zeros = 0;
    }
    return output.write(offset + begin, bytes.subspan(begin, bytes.size() - zeros - begin));
}

/// Calls @p take for all bytes of the parts in order.
template<class Take>
Result<void> forEachStep(const SparseSource &source, const BytesDone &done, const std::stop_token &stop, Take take)
{
    std::vector<std::byte> buffer(stepSize);
    uint64_t total = 0;
    for (const SparseSource::Part &part : source.parts()) {
        for (uint64_t at = part.begin; at < part.end; at += stepSize) {
            if (stop.stop_requested())
                return fail(ErrorCode::Cancelled, "writing the core was cancelled");
            const auto bytes = source.read(at, std::span(buffer).first(size_t(std::min(stepSize, part.end - at))));
            if (!bytes)
                return std::unexpected(bytes.error());
            if (auto taken = take(at, *bytes); !taken)
                return taken;
            total += bytes->size();
            if (done)
                done(total);
        }
    }
    return {};
}

/// A zstd stream into a file. Owns the compressor.
class Compressor
{
public:
    explicit Compressor(CoreOutput &output)
        : m_output(output)
        , m_context(ZSTD_createCCtx())
        , m_buffer(ZSTD_CStreamOutSize())
    {
        ZSTD_CCtx_setParameter(m_context, ZSTD_c_compressionLevel, 3);
        ZSTD_CCtx_setParameter(m_context, ZSTD_c_checksumFlag, 1);
        ZSTD_CCtx_setParameter(m_context, ZSTD_c_nbWorkers, 2); // refused where the library has no threads
    }
    ~Compressor() { ZSTD_freeCCtx(m_context); }
    Compressor(const Compressor &) = delete;
    Compressor &operator=(const Compressor &) = delete;

    Result<void> add(std::span<const std::byte> bytes, bool isEnd = false)
    {
        ZSTD_inBuffer in{bytes.data(), bytes.size(), 0};
        for (;;) {
            ZSTD_outBuffer out{m_buffer.data(), m_buffer.size(), 0};
            const size_t left = ZSTD_compressStream2(m_context, &out, &in, isEnd ? ZSTD_e_end : ZSTD_e_continue);
            if (ZSTD_isError(left))
                return fail(ErrorCode::Io, std::format("can't be compressed: {}", ZSTD_getErrorName(left)));
            if (auto done = m_output.write(m_at, std::span(m_buffer).first(out.pos)); !done)
                return done;
            m_at += out.pos;
            if (isEnd ? left == 0 : in.pos == in.size)
                return {};
        }
    }

    Result<void> addZeros(uint64_t count)
    {
        static constexpr std::array<std::byte, 65536> zeros{};
        while (count > 0) {
            const uint64_t size = std::min<uint64_t>(count, zeros.size());
            if (auto done = add(std::span(zeros).first(size)); !done)
                return done;
            count -= size;
        }
        return {};
    }

private:
    CoreOutput &m_output;
    ZSTD_CCtx *m_context;
    std::vector<std::byte> m_buffer;
    uint64_t m_at = 0;
};

}

SparseSource SparseSource::ofMemory(std::shared_ptr<const MappedFile> image)
{
    SparseSource source;
    source.m_image = std::move(image);
    source.m_size = source.m_image->size();
    const uint64_t begin = reinterpret_cast<uint64_t>(source.m_image->bytes().data());
    const uint64_t end = begin + source.m_size;
    const AddressRange pages{{begin / pageSize * pageSize}, {(end + pageSize - 1) / pageSize * pageSize}};
    const auto scan = PageScan::open(::getpid());
    const auto runs = scan ? (*scan)->presentRuns({pages}) : std::unexpected(scan.error());
    if (!runs) {
        source.m_parts.push_back({0, source.m_size}); // zeros will be looked for
        return source;
    }
    for (const AddressRange &run : *runs)
        source.m_parts.push_back({std::max(run.begin.value, begin) - begin, std::min(run.end.value, end) - begin});
    return source;
}

SparseSource SparseSource::ofFile(int descriptor)
{
    SparseSource source;
    source.m_descriptor = descriptor;
    source.m_size = uint64_t(std::max<off_t>(0, ::lseek(descriptor, 0, SEEK_END)));
    for (off_t at = 0; uint64_t(at) < source.m_size;) {
        const off_t begin = ::lseek(descriptor, at, SEEK_DATA);
        if (begin < 0 && errno == ENXIO)
            break; // nothing but a hole
        const off_t end = begin < 0 ? -1 : ::lseek(descriptor, begin, SEEK_HOLE);
        if (end <= begin) {
            source.m_parts.push_back({uint64_t(at), source.m_size});
            break;
        }
        source.m_parts.push_back({uint64_t(begin), uint64_t(end)});
        at = end;
    }
    return source;
}

uint64_t SparseSource::dataSize() const
{
    uint64_t size = 0;
    for (const Part &part : m_parts)
        size += part.end - part.begin;
    return size;
}

Result<std::span<const std::byte>> SparseSource::read(uint64_t offset, std::span<std::byte> buffer) const
{
    if (m_image)
        return m_image->at(offset, buffer.size());
    for (size_t done = 0; done < buffer.size();) {
        const ssize_t size = ::pread(m_descriptor, buffer.data() + done, buffer.size() - done, off_t(offset + done));
        if (size < 0 && errno == EINTR)
            continue;
        if (size <= 0)
            return fail(ErrorCode::Io,
                        std::format("can't be read back: {}", size < 0 ? std::strerror(errno) : "it ends early"));
        done += size_t(size);
    }
    return buffer;
}

Result<void> copySparse(const SparseSource &source, CoreOutput &output, const BytesDone &done,
                        const std::stop_token &stop)
{
    ZeroBudget budget;
    return forEachStep(source, done, stop,
                       [&](uint64_t offset, std::span<const std::byte> bytes) {
                           return writeParts(output, offset, bytes, budget);
                       })
        .and_then([&] { return output.setSize(source.size()); });
}

Result<void> compressSparse(const SparseSource &source, CoreOutput &output, const BytesDone &done,
                            const std::stop_token &stop)
{
    Compressor compressor(output);
    uint64_t at = 0;
    return forEachStep(source, done, stop,
                       [&](uint64_t offset, std::span<const std::byte> bytes) {
                           const uint64_t gap = offset - at;
                           at = offset + bytes.size();
                           return compressor.addZeros(gap).and_then([&] { return compressor.add(bytes); });
                       })
        .and_then([&] { return compressor.addZeros(source.size() - at); })
        .and_then([&] { return compressor.add({}, true); });
}

}

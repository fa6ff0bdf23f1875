// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/profile/profileencoder.h"

#include "backend/base/unicode.h"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <unordered_map>

namespace Freezeframe
{

namespace
{

/// A message of protocol buffers, field by field; fields of value 0 are left out, as proto3 does.
class Message
{
public:
    void number(unsigned field, uint64_t value)
    {
        if (value == 0)
            return;
        varint(uint64_t(field) << 3);
        varint(value);
    }
    void number(unsigned field, int64_t value) { number(field, uint64_t(value)); }
    void text(unsigned field, std::string_view value)
    {
        varint(uint64_t(field) << 3 | 2);
        varint(value.size());
        m_bytes.append(value);
    }
    void message(unsigned field, const Message &value) { text(field, value.m_bytes); }
    /// A repeated field of numbers, packed: none is left out.
    template<class Numbers, class Convert>
    void numbers(unsigned field, const Numbers &values, Convert convert)
    {
        Message packed;
        for (const auto &value : values)
            packed.varint(convert(value));
        if (!packed.m_bytes.empty())
            message(field, packed);
    }
    [[nodiscard]] std::string take() { return std::move(m_bytes); }

private:
    void varint(uint64_t value)
    {
        constexpr uint64_t more = 0x80;
        for (; value >= more; value >>= 7)
            m_bytes.push_back(char(value | more));
        m_bytes.push_back(char(value));
    }

    std::string m_bytes;
};

[[nodiscard]] std::string toUtf8(std::string_view text)
{
    std::string result;
    result.reserve(text.size());
    while (!text.empty()) {
        const DecodedCharacter character = decodeUtf8(text);
        const size_t length = std::clamp<size_t>(character.length, 1, text.size());
        result += character.isValid ? text.substr(0, length) : std::string_view("\xef\xbf\xbd");
        text.remove_prefix(length);
    }
    return result;
}

/// Encodes one profile. One thread.
class Encoder
{
public:
    explicit Encoder(const Profile &profile)
        : m_profile(profile)
    {
        (void)index({}); // the first text of the table is the empty one
    }

    [[nodiscard]] std::string run()
    {
        for (const Profile::ValueType &type : m_profile.sampleTypes)
            m_message.message(1, valueType(type));
        for (const Profile::Sample &sample : m_profile.samples)
            m_message.message(2, encode(sample));
        for (size_t i = 0; i < m_profile.mappings.size(); ++i)
            m_message.message(3, encode(m_profile.mappings[i], i + 1));
        for (size_t i = 0; i < m_profile.locations.size(); ++i)
            m_message.message(4, encode(m_profile.locations[i], i + 1));
        for (size_t i = 0; i < m_profile.functions.size(); ++i)
            m_message.message(5, encode(m_profile.functions[i], i + 1));
        m_message.number(9, m_profile.timeNanoseconds);
        m_message.number(10, m_profile.durationNanoseconds);
        m_message.message(11, valueType(m_profile.periodType));
        m_message.number(12, m_profile.period);
        m_message.numbers(13, m_profile.comments, [this](const std::string &comment) { return index(comment); });
        m_message.number(14, index(m_profile.defaultSampleType));
        for (const std::string &text : m_texts)
            m_message.text(6, text);
        return m_message.take();
    }

private:
    [[nodiscard]] uint64_t index(const std::string &text)
    {
        const auto [known, isNew] = m_indices.try_emplace(text, m_texts.size());
        if (isNew)
            m_texts.push_back(toUtf8(text));
        return known->second;
    }

    [[nodiscard]] Message valueType(const Profile::ValueType &type)
    {
        Message message;
        message.number(1, index(type.type));
        message.number(2, index(type.unit));
        return message;
    }

    [[nodiscard]] Message encode(const Profile::Sample &sample)
    {
        Message message;
        message.numbers(1, sample.locations, [](uint32_t location) { return uint64_t(location) + 1; });
        message.numbers(2, sample.values, [](int64_t value) { return uint64_t(value); });
        for (const Profile::Label &label : sample.labels) {
            Message part;
            part.number(1, index(label.key));
            part.number(2, index(label.text));
            part.number(3, label.number);
            part.number(4, index(label.unit));
            message.message(3, part);
        }
        return message;
    }

    [[nodiscard]] Message encode(const Profile::Mapping &mapping, uint64_t id)
    {
        Message message;
        message.number(1, id);
        message.number(2, mapping.range.begin.value);
        message.number(3, mapping.range.end.value);
        message.number(4, mapping.fileOffset);
        message.number(5, index(mapping.file));
        message.number(6, index(mapping.buildId));
        for (const unsigned hasNames : {7U, 8U, 9U, 10U}) // functions, files, lines, inlining: nobody shall look again
            message.number(hasNames, uint64_t(1));
        return message;
    }

    [[nodiscard]] static Message encode(const Profile::Location &location, uint64_t id)
    {
        Message message;
        message.number(1, id);
        message.number(2, location.mapping ? uint64_t(*location.mapping) + 1 : 0);
        message.number(3, location.address.value);
        for (const Profile::Line &line : location.lines) {
            Message part;
            part.number(1, uint64_t(line.function) + 1);
            part.number(2, line.line);
            message.message(4, part);
        }
        return message;
    }

    [[nodiscard]] Message encode(const Profile::Function &function, uint64_t id)
    {
        Message message;
        message.number(1, id);
        message.number(2, index(function.name));
        message.number(3, index(function.name));
        message.number(4, index(function.file));
        message.number(5, function.startLine);
        return message;
    }

    const Profile &m_profile;
    Message m_message;
    std::vector<std::string> m_texts;
    std::unordered_map<std::string, uint64_t> m_indices;
};

}

std::string encodeProfile(const Profile &profile)
{
    return Encoder(profile).run();
}

Result<std::string> gzipped(std::string_view bytes)
{
    constexpr int gzipFormat = 15 + 16; // zlib.h: deflateInit2
    constexpr size_t step = size_t(1) << 30; // zlib counts with 32 bits
    z_stream stream = {};
    if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, gzipFormat, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        return fail(ErrorCode::Limit, "zlib can't start");
    std::string out;
    int status = Z_OK;
    while (status == Z_OK) {
        const std::string_view part = bytes.substr(0, step);
        bytes.remove_prefix(part.size());
        std::string copy(part); // zlib.h: next_in may not be const
        stream.next_in = reinterpret_cast<Bytef *>(copy.data());
        stream.avail_in = uInt(copy.size());
        do {
            std::array<char, 1 << 16> buffer;
            stream.next_out = reinterpret_cast<Bytef *>(buffer.data());
            stream.avail_out = uInt(buffer.size());
            status = deflate(&stream, bytes.empty() ? Z_FINISH : Z_NO_FLUSH);
            out.append(buffer.data(), buffer.size() - stream.avail_out);
        } while (status == Z_OK && stream.avail_out == 0);
    }
    deflateEnd(&stream);
    if (status != Z_STREAM_END)
        return fail(ErrorCode::Limit, "zlib can't compress");
    return out;
}

}

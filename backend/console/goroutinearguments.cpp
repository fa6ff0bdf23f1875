// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/console/goroutinearguments.h"

#include "backend/console/commandwords.h"
#include "backend/console/consolesession.h"

#include <map>

namespace Freezeframe
{

namespace
{

std::optional<GoroutineField> fieldNamed(std::string_view name)
{
    static const std::map<std::string_view, GoroutineField> fields = {
        {"userloc", GoroutineField::UserLocation},
        {"curloc", GoroutineField::CurrentLocation},
        {"goloc", GoroutineField::GoLocation},
        {"startloc", GoroutineField::StartLocation},
        {"label", GoroutineField::Label},
        {"running", GoroutineField::Running},
        {"user", GoroutineField::User},
        {"waitreason", GoroutineField::WaitReason},
        {"status", GoroutineField::Status},
        {"stack", GoroutineField::Stack},
    };
    const auto found = fields.find(name);
    return found == fields.end() ? std::nullopt : std::optional(found->second);
}

bool takesArgument(GoroutineField field)
{
    return field != GoroutineField::Running && field != GoroutineField::User;
}

/// Reads word after word. Lives for one call.
class ArgumentReader
{
public:
    explicit ArgumentReader(std::string_view text)
        : m_rest(trimmed(text))
    {
    }

    Result<GoroutineArguments> run()
    {
        while (!m_rest.empty()) {
            const std::string_view word = next();
            if (auto read = option(word); !read)
                return std::unexpected(read.error());
        }
        return std::move(m_arguments);
    }

    using Option = Result<void> (*)(ArgumentReader &, std::string_view);
    static const std::map<std::string_view, Option> &options()
    {
        static const std::map<std::string_view, Option> all = {
            {"-u", &location<GoroutineField::UserLocation>},
            {"-r", &location<GoroutineField::CurrentLocation>},
            {"-g", &location<GoroutineField::GoLocation>},
            {"-s", &location<GoroutineField::StartLocation>},
            {"-l", [](ArgumentReader &reader, std::string_view) { return reader.readLabels(); }},
            {"-t", [](ArgumentReader &reader, std::string_view) { return reader.readDepth(); }},
            {"-w", [](ArgumentReader &reader, std::string_view word) { return reader.readFilter(word, false); }},
            {"-with", [](ArgumentReader &reader, std::string_view word) { return reader.readFilter(word, false); }},
            {"-wo", [](ArgumentReader &reader, std::string_view word) { return reader.readFilter(word, true); }},
            {"-without", [](ArgumentReader &reader, std::string_view word) { return reader.readFilter(word, true); }},
            {"-group", [](ArgumentReader &reader, std::string_view) { return reader.readGroup(); }},
            {"-chan", [](ArgumentReader &reader, std::string_view) { return reader.readChannel(); }},
            {"-exec", [](ArgumentReader &reader, std::string_view) { return reader.readCommand(); }},
        };
        return all;
    }

private:
    template<GoroutineField field>
    static Result<void> location(ArgumentReader &reader, std::string_view /*word*/)
    {
        reader.m_arguments.location = field;
        return {};
    }

    Result<void> readLabels()
    {
        m_arguments.withLabels = true;
        return {};
    }

    Result<void> readCommand()
    {
        m_arguments.command = std::exchange(m_rest, {});
        return {};
    }

    std::string_view next()
    {
        const auto [word, rest] = firstWord(m_rest);
        m_rest = rest;
        return word;
    }

    Result<void> option(std::string_view word)
    {
        const auto found = options().find(word);
        if (found == options().end())
            return wrongUsage("wrong argument: '" + std::string(word) + "'");
        return found->second(*this, word);
    }

    Result<void> readDepth()
    {
        m_arguments.withStacks = true;
        if (const auto depth = wholeNumber(firstWord(m_rest).first)) {
            m_arguments.depth = size_t(*depth);
            next();
        }
        return {};
    }

    Result<GoroutineField> readField(std::string_view option)
    {
        const std::string_view name = next();
        if (name.empty())
            return wrongUsage(std::string(option) + " must be followed by an argument");
        const auto field = fieldNamed(name);
        if (!field)
            return wrongUsage("unrecognized argument to " + std::string(option) + ' ' + std::string(name));
        return *field;
    }

    Result<void> readFilter(std::string_view option, bool isNegated)
    {
        const auto field = readField(option);
        if (!field)
            return std::unexpected(field.error());
        GoroutineCondition filter{.field = *field, .argument = {}, .isNegated = isNegated};
        if (takesArgument(*field)) {
            // Wait reasons have spaces in them: "chan receive".
            const bool isQuoted = m_rest.starts_with('"') && m_rest.find('"', 1) != std::string_view::npos;
            if (isQuoted) {
                const size_t end = m_rest.find('"', 1);
                filter.argument = m_rest.substr(1, end - 1);
                m_rest = trimmed(m_rest.substr(end + 1));
            } else {
                filter.argument = next();
            }
            if (filter.argument.empty())
                return wrongUsage(std::string(option) + " needs to be followed by an expression");
        }
        m_arguments.filters.push_back(std::move(filter));
        return {};
    }

    Result<void> readGroup()
    {
        const auto field = readField("-group");
        if (!field)
            return std::unexpected(field.error());
        m_arguments.group = *field;
        if (*field == GoroutineField::Label) {
            m_arguments.groupKey = next();
            if (m_arguments.groupKey.empty())
                return wrongUsage("-group label needs a key");
        }
        return {};
    }

    Result<void> readChannel()
    {
        m_arguments.channel = next();
        if (m_arguments.channel.empty())
            return wrongUsage("not enough arguments after -chan");
        return {};
    }

    std::string_view m_rest;
    GoroutineArguments m_arguments;
};

}

bool GoroutineArguments::isOption(std::string_view word)
{
    return ArgumentReader::options().contains(word);
}

Result<GoroutineArguments> GoroutineArguments::parse(std::string_view text)
{
    return ArgumentReader(text).run();
}

}

// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/console/location.h"

#include "backend/analysis/namefilter.h"
#include "backend/console/commandwords.h"
#include "backend/eval/functionnames.h"
#include "backend/inspect/programsymbols.h"

#include <algorithm>

namespace Freezeframe
{

namespace
{

constexpr size_t toldCandidates = 20;

/// "cache.Cache.Get" of "cache.(*Cache).Get[...]".
std::string plainName(std::string_view name)
{
    std::string plain = withoutTypeArguments(name);
    std::erase_if(plain, [](char letter) { return letter == '(' || letter == ')' || letter == '*'; });
    return plain;
}

/// "cache.Get" of "cache.Cache.Get"; nullopt where the second part is no receiver: "main.f", "main.f.func1".
std::optional<std::string> withoutReceiver(std::string_view plain)
{
    const size_t slash = plain.rfind('/');
    const size_t package = plain.find('.', slash == std::string_view::npos ? 0 : slash);
    if (package == std::string_view::npos)
        return std::nullopt;
    const size_t receiver = plain.find('.', package + 1);
    if (receiver == std::string_view::npos)
        return std::nullopt;
    const std::string_view method = plain.substr(receiver);
    const bool isClosure = method.starts_with(".func") || method.starts_with(".gowrap")
        || method.starts_with(".deferwrap") || std::isdigit(static_cast<unsigned char>(method[1 % method.size()])) != 0;
    if (isClosure)
        return std::nullopt;
    return std::string(plain.substr(0, package)) + std::string(method);
}

bool endsWithPart(std::string_view whole, std::string_view part, std::string_view borders)
{
    if (part.empty() || !whole.ends_with(part))
        return false;
    return whole.size() == part.size() || borders.contains(whole[whole.size() - part.size() - 1]);
}

/// @p asked: without signs, as plainName() makes it.
bool isCalledPlainly(std::string_view function, std::string_view asked)
{
    const std::string plain = plainName(function);
    if (endsWithPart(plain, asked, "./"))
        return true;
    const auto shorter = withoutReceiver(plain);
    return shorter && endsWithPart(*shorter, asked, "./");
}

/// Turns specifiers into places. Lives for one call.
class PlaceFinder
{
public:
    PlaceFinder(ConsoleSession &session, const ConsoleScope &scope)
        : m_session(session)
        , m_symbols(session.inspection().symbols())
        , m_scope(scope)
    {
    }

    using Places = Result<std::vector<CodePlace>>;

    Places find(std::string_view text)
    {
        if (text.starts_with('*'))
            return atAddress(trimmed(text.substr(1)));
        if (text.size() > 1 && text.starts_with('/') && text.ends_with('/'))
            return matching(text.substr(1, text.size() - 2));
        if (text.starts_with('+') || text.starts_with('-'))
            return relative(text);
        if (const auto line = wholeNumber(text))
            return lineOfFile(*line);
        if (const size_t colon = text.rfind(':'); colon != std::string_view::npos) {
            if (const auto line = wholeNumber(text.substr(colon + 1)))
                return fileOrFunction(text.substr(0, colon), *line);
        }
        return function(text);
    }

private:
    [[nodiscard]] CodePlace placeAt(Address pc) const
    {
        const SourceLocation location = m_session.inspection().locate(pc);
        return {location.function, location.file, location.line, pc};
    }

    [[nodiscard]] CodePlace placeOf(std::string_view file, int line) const
    {
        const auto addresses = m_symbols.addressesOf(file, line);
        if (addresses.empty())
            return {{}, std::string(file), line, std::nullopt};
        CodePlace place = placeAt(addresses.front());
        place.file = file;
        place.line = line;
        return place;
    }

    Places atAddress(std::string_view text) const
    {
        const auto written = wholeNumber(text);
        const auto value
            = written ? Result<uint64_t>(*written) : m_session.inspection().number(m_scope.owner, m_scope.frame, text);
        if (!value)
            return std::unexpected(value.error());
        CodePlace place = placeAt(Address{*value});
        if (place.function.empty())
            return fail(ErrorCode::NotFound, "there is no function at " + Address{*value}.toString());
        return std::vector{std::move(place)};
    }

    Places matching(std::string_view expression) const
    {
        const auto filter = NameFilter::compile(expression);
        if (!filter)
            return std::unexpected(filter.error());
        std::vector<CodePlace> places;
        for (const ProgramSymbols::Function &function : m_symbols.functions()) {
            if (filter->matches(function.name))
                places.push_back(placeAt(function.entry));
        }
        if (places.empty())
            return fail(ErrorCode::NotFound, "no function matches /" + std::string(expression) + '/');
        return places;
    }

    Places relative(std::string_view text) const
    {
        const auto distance = wholeNumber(text.substr(1));
        if (!distance)
            return wrongUsage("a number of lines goes after " + std::string(text.substr(0, 1)));
        const auto frame = m_session.frame(m_scope);
        if (!frame)
            return std::unexpected(frame.error());
        if (*distance == 0)
            return std::vector{CodePlace{frame->function, frame->file, frame->line, frame->lookupPc}};
        const int64_t line
            = frame->line + (text.front() == '+' ? 1 : -1) * int64_t(std::min<uint64_t>(*distance, 1 << 30));
        if (line < 1)
            return wrongUsage("that is before the file's first line");
        return std::vector{placeOf(frame->file, int(line))};
    }

    Places lineOfFile(uint64_t line) const
    {
        const auto frame = m_session.frame(m_scope);
        if (!frame)
            return std::unexpected(frame.error());
        if (frame->file.empty())
            return wrongUsage("the selected frame has no source file: say FILE:LINE");
        return std::vector{placeOf(frame->file, int(std::min<uint64_t>(line, 1 << 30)))};
    }

    Places fileOrFunction(std::string_view name, uint64_t line) const
    {
        const int number = int(std::min<uint64_t>(line, 1 << 30));
        std::vector<std::string_view> files;
        for (const std::string_view file : m_symbols.files()) {
            if (endsWithPart(file, name, "/"))
                files.push_back(file);
        }
        if (const auto exact = std::ranges::find(files, name); exact != files.end())
            files = {*exact};
        // Of several files of that name the one that is being looked at.
        if (const Result<FrameInfo> frame
            = files.size() > 1 ? m_session.frame(m_scope) : fail(ErrorCode::NotFound, "one file");
            frame && std::ranges::contains(files, std::string_view(frame->file)))
            return std::vector{placeOf(frame->file, number)};
        if (files.size() == 1)
            return std::vector{placeOf(files.front(), number)};
        if (!files.empty())
            return ambiguous(name, files);
        auto functions = function(name);
        if (!functions)
            return functions;
        return std::vector{placeOf(functions->front().file, number)};
    }

    Places function(std::string_view name) const
    {
        const std::string asked = plainName(name); // once: a hostile name may be a megabyte
        std::vector<ProgramSymbols::Function> found;
        for (const ProgramSymbols::Function &function : m_symbols.functions()) {
            if (function.name == name) {
                found = {function};
                break;
            }
            if (isCalledPlainly(function.name, asked))
                found.push_back(function);
        }
        if (found.empty())
            return fail(ErrorCode::NotFound, "location \"" + std::string(name) + "\" not found");
        if (found.size() > 1) {
            std::vector<std::string_view> names;
            for (const ProgramSymbols::Function &function : found)
                names.push_back(function.name);
            return ambiguous(name, names);
        }
        return std::vector{placeAt(found.front().entry)};
    }

    static Places ambiguous(std::string_view name, const std::vector<std::string_view> &candidates)
    {
        std::string text = "Location \"" + std::string(name) + "\" ambiguous: ";
        for (size_t i = 0; i < std::min(candidates.size(), toldCandidates); ++i)
            text += (i > 0 ? ", " : "") + std::string(candidates[i]);
        if (candidates.size() > toldCandidates)
            text += " and " + std::to_string(candidates.size() - toldCandidates) + " more";
        return fail(ErrorCode::BadExpression, std::move(text));
    }

    ConsoleSession &m_session;
    ProgramSymbols &m_symbols;
    const ConsoleScope &m_scope;
};

}

bool isCalled(std::string_view function, std::string_view name)
{
    return isCalledPlainly(function, plainName(name));
}

Result<std::vector<CodePlace>> findPlaces(ConsoleSession &session, const ConsoleScope &scope,
                                          std::string_view specifier)
{
    return PlaceFinder(session, scope).find(trimmed(specifier));
}

Result<CodePlace> findPlace(ConsoleSession &session, const ConsoleScope &scope, std::string_view specifier)
{
    const auto places = findPlaces(session, scope, specifier);
    if (!places)
        return std::unexpected(places.error());
    if (places->size() == 1)
        return places->front();
    std::string text = "Location \"" + std::string(specifier) + "\" ambiguous: ";
    for (size_t i = 0; i < std::min(places->size(), toldCandidates); ++i)
        text += (i > 0 ? ", " : "") + (*places)[i].function;
    return fail(ErrorCode::BadExpression, std::move(text));
}

}

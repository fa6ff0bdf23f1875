// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/eval/errortext.h"

#include "backend/base/text.h"
#include "backend/eval/numbertext.h"

#include <algorithm>
#include <array>

namespace Freezeframe
{

namespace
{

constexpr unsigned maxDepth = 16; ///< of errors in errors
constexpr uint64_t maxErrors = 64; ///< joined
constexpr uint64_t maxText = 1 << 16; ///< bytes of one string in an error

/// A type whose text is made of its fields: literal text, "{F}" for a string, "{F:q}" quoted, "{F:e}" for an error.
struct Recipe {
    std::string_view type;
    std::string_view text;
};
constexpr std::array recipes = std::to_array<Recipe>({
    {"errors.errorString", "{s}"},
    {"fmt.wrapError", "{msg}"},
    {"fmt.wrapErrors", "{msg}"},
    {"internal/oserror.errorString", "{s}"},
    {"runtime.errorAddressString", "runtime error: {msg}"},
    {"io/fs.PathError", "{Op} {Path}: {Err:e}"},
    {"os.LinkError", "{Op} {Old} {New}: {Err:e}"},
    {"os.SyscallError", "{Syscall}: {Err:e}"},
    {"os/exec.Error", "exec: {Name:q}: {Err:e}"},
    {"strconv.NumError", "strconv.{Func}: parsing {Num:q}: {Err:e}"},
    {"net/url.Error", "{Op} {URL:q}: {Err:e}"},
    {"net.AddrError", "address {Addr}: {Err}"},
    {"net.ParseError", "invalid {Type}: {Text}"},
    {"net.timeoutError", "i/o timeout"},
    {"internal/poll.DeadlineExceededError", "i/o timeout"},
    {"internal/poll.errNetClosing", "use of closed network connection"},
    {"context.deadlineExceededError", "context deadline exceeded"},
    {"encoding/json.SyntaxError", "{msg}"},
    {"github.com/pkg/errors.fundamental", "{msg}"},
    {"github.com/pkg/errors.withMessage", "{msg}: {cause:e}"},
    {"github.com/pkg/errors.withStack", "{error:e}"},
});

/// Go 1.24 runtime/error.go: boundsErrorFmts, by code; the second is for a negative index.
struct BoundsText {
    std::string_view text;
    std::string_view negative;
};
constexpr std::array boundsTexts = std::to_array<BoundsText>({
    {"index out of range [%x] with length %y", "index out of range [%x]"},
    {"slice bounds out of range [:%x] with length %y", "slice bounds out of range [:%x]"},
    {"slice bounds out of range [:%x] with capacity %y", "slice bounds out of range [:%x]"},
    {"slice bounds out of range [%x:%y]", "slice bounds out of range [%x:]"},
    {"slice bounds out of range [::%x] with length %y", "slice bounds out of range [::%x]"},
    {"slice bounds out of range [::%x] with capacity %y", "slice bounds out of range [::%x]"},
    {"slice bounds out of range [:%x:%y]", "slice bounds out of range [:%x:]"},
    {"slice bounds out of range [%x:%y:]", "slice bounds out of range [%x::]"},
    {"cannot convert slice with length %x to array or pointer to array with length %y", ""},
});

/// Go runtime/panic.go: PanicNilError.Error, which has changed twice.
std::string panicNilText(int minor)
{
    constexpr int firstPlain = 22;
    constexpr int firstRuntimeError = 27;
    const std::string text = "panic called with nil argument";
    if (minor >= firstRuntimeError)
        return "runtime error: " + text;
    return minor >= firstPlain ? text : text + " (use GODEBUG=panicnil=1 to disable)";
}

}

std::string ipAddressText(std::string_view bytes)
{
    const auto byte = [bytes](size_t i) { return static_cast<unsigned>(static_cast<unsigned char>(bytes[i])); };
    const bool isMapped = bytes.size() == 16 && bytes.substr(0, 10) == std::string_view("\0\0\0\0\0\0\0\0\0\0", 10)
        && bytes.substr(10, 2) == "\xff\xff";
    if (bytes.size() == 4 || isMapped) {
        const size_t first = bytes.size() - 4;
        return std::to_string(byte(first)) + '.' + std::to_string(byte(first + 1)) + '.'
            + std::to_string(byte(first + 2)) + '.' + std::to_string(byte(first + 3));
    }
    if (bytes.size() != 16)
        return {};
    std::array<unsigned, 8> groups;
    for (size_t i = 0; i < groups.size(); ++i)
        groups[i] = byte(2 * i) << 8 | byte(2 * i + 1);
    // The longest run of two or more zeros becomes "::" (RFC 5952).
    size_t bestStart = groups.size();
    size_t bestLength = 1;
    for (size_t i = 0; i < groups.size(); ++i) {
        size_t length = 0;
        while (i + length < groups.size() && groups[i + length] == 0)
            ++length;
        if (length > bestLength) {
            bestStart = i;
            bestLength = length;
        }
    }
    std::string out;
    for (size_t i = 0; i < groups.size(); ++i) {
        if (i == bestStart) {
            out += "::";
            i += bestLength - 1;
            continue;
        }
        if (!out.empty() && !out.ends_with(':'))
            out += ':';
        out += hex(groups[i]).substr(2);
    }
    return out;
}

ErrorText::Text ErrorText::string(const Value &structure, std::string_view field) const
{
    const auto value = m_reader.fieldNamed(structure, field);
    if (!value || value->type->kind != TypeKind::String)
        return std::nullopt;
    auto text = m_reader.goString(*value, maxText);
    return text ? Text(std::move(*text)) : std::nullopt;
}

ErrorText::Text ErrorText::error(const Value &structure, std::string_view field, unsigned depth) const
{
    const auto value = m_reader.fieldNamed(structure, field);
    if (!value)
        return std::nullopt;
    const auto descriptor
        = value->type->kind == TypeKind::Interface ? m_dynamic.descriptorIn(*value) : Result<Address>();
    if (value->type->kind == TypeKind::Interface && descriptor && descriptor->isNull())
        return "<nil>";
    return of(*value, depth + 1);
}

ErrorText::Text ErrorText::of(const Value &value, unsigned depth) const
{
    if (value.error || !value.type || depth > maxDepth)
        return std::nullopt;
    switch (value.type->kind) {
    case TypeKind::Interface: {
        const auto data = m_dynamic.dynamicValue(value);
        return data ? of(*data, depth + 1) : std::nullopt;
    }
    case TypeKind::Pointer: {
        if (!value.type->name.starts_with('*'))
            return std::nullopt;
        const auto pointee = m_reader.pointee(value);
        return pointee && !pointee->error && pointee->type->kind == TypeKind::Struct ? ofStruct(*pointee, depth)
                                                                                     : std::nullopt;
    }
    case TypeKind::Struct: return ofStruct(value, depth);
    case TypeKind::String: {
        const std::string_view name = value.type->name;
        const bool isKnown = name == "runtime.errorString" || name == "runtime.plainError"
            || name == "net.UnknownNetworkError" || name == "net.InvalidAddrError";
        const auto text
            = isKnown ? m_reader.goString(value, maxText) : Result<std::string>(fail(ErrorCode::NotFound, {}));
        if (!text)
            return std::nullopt;
        if (name == "runtime.errorString")
            return "runtime error: " + *text;
        return name == "net.UnknownNetworkError" ? "unknown network " + *text : *text;
    }
    case TypeKind::Uint:
    case TypeKind::Int: return ofNumber(value);
    default: return std::nullopt;
    }
}

ErrorText::Text ErrorText::ofNumber(const Value &value) const
{
    const bool isErrno = value.type->name == "syscall.Errno";
    if (!isErrno && value.type->name != "syscall.Signal")
        return std::nullopt;
    const auto number = m_reader.integer(value);
    if (!number)
        return std::nullopt;
    // The program has the table of its system's texts itself.
    const auto table = m_names.variable(isErrno ? "syscall.errors" : "syscall.signals");
    if (table && !table->error && *number >= 0) {
        const auto length = m_reader.sequence(*table).length;
        if (length && *number < Int128(*length)) {
            const auto text = m_reader.goString(m_reader.element(*table, static_cast<uint64_t>(*number)), maxText);
            if (text && !text->empty())
                return *text;
        }
    }
    return (isErrno ? "errno " : "signal ") + integerText(*number);
}

ErrorText::Text ErrorText::ofStruct(const Value &value, unsigned depth) const
{
    const std::string_view name = value.type->name;
    if (name == "errors.joinError") {
        const auto errors = m_reader.fieldNamed(value, "errs");
        return errors ? ofList(*errors, depth) : std::nullopt;
    }
    if (name == "runtime.boundsError")
        return ofBounds(value);
    if (name == "runtime.TypeAssertionError")
        return ofTypeAssertion(value);
    if (name == "runtime.PanicNilError")
        return panicNilText(m_minor);
    if (name == "net.OpError")
        return ofNetworkOperation(value, depth);
    if (name == "net.DNSError") {
        const Text host = string(value, "Name");
        const Text server = string(value, "Server");
        const Text text = string(value, "Err");
        if (!host || !server || !text)
            return std::nullopt;
        return "lookup " + *host + (server->empty() ? "" : " on " + *server) + ": " + *text;
    }
    const auto recipe = std::ranges::find(recipes, name, &Recipe::type);
    if (recipe == recipes.end())
        return std::nullopt;
    std::string out;
    std::string_view rest = recipe->text;
    for (size_t open = rest.find('{'); open != std::string_view::npos; open = rest.find('{')) {
        out += rest.substr(0, open);
        const size_t close = rest.find('}');
        const std::string_view slot = rest.substr(open + 1, close - open - 1);
        const std::string_view field = slot.substr(0, slot.find(':'));
        const bool isError = slot.ends_with(":e");
        const Text text = isError ? error(value, field, depth) : string(value, field);
        if (!text)
            return std::nullopt;
        out += slot.ends_with(":q") ? goQuoted(*text) : *text;
        rest.remove_prefix(close + 1);
    }
    return out += rest;
}

ErrorText::Text ErrorText::ofList(const Value &errors, unsigned depth) const
{
    const auto length = m_reader.sequence(errors).length;
    if (!length || *length > maxErrors)
        return std::nullopt;
    std::string out;
    for (uint64_t i = 0; i < *length; ++i) {
        const Text text = of(m_reader.element(errors, i), depth + 1);
        if (!text)
            return std::nullopt;
        out += (i > 0 ? "\n" : "") + *text;
    }
    return out;
}

ErrorText::Text ErrorText::ofBounds(const Value &value) const
{
    const auto number = [&](std::string_view field) {
        const auto part = m_reader.fieldNamed(value, field);
        return part ? m_reader.integer(*part) : Result<Int128>(std::unexpected(part.error()));
    };
    const auto x = number("x");
    const auto y = number("y");
    const auto isSigned = number("signed");
    const auto code = number("code");
    if (!x || !y || !isSigned || !code || *code < 0 || *code >= Int128(boundsTexts.size()))
        return std::nullopt;
    const BoundsText &texts = boundsTexts[static_cast<size_t>(*code)];
    std::string out = "runtime error: ";
    const bool isNegative = *isSigned != 0 && *x < 0;
    std::string_view rest = isNegative ? texts.negative : texts.text;
    for (size_t at = rest.find('%'); at != std::string_view::npos; at = rest.find('%')) {
        out += rest.substr(0, at);
        const Int128 index = *isSigned != 0 ? *x : Int128(static_cast<uint64_t>(*x));
        out += integerText(rest[at + 1] == 'x' ? index : *y);
        rest.remove_prefix(at + 2);
    }
    return out += rest;
}

std::string ErrorText::typeName(const Value &structure, std::string_view field) const
{
    const auto pointer = m_reader.fieldNamed(structure, field);
    const auto address = pointer ? m_reader.word(*pointer) : std::unexpected(pointer.error());
    if (!address || *address == 0)
        return {};
    const auto type = m_reader.types().typeOfDescriptor(Address{*address}, false);
    return type ? m_names.shortName((*type)->name) : "?";
}

ErrorText::Text ErrorText::ofTypeAssertion(const Value &value) const
{
    std::string interface = typeName(value, "_interface");
    if (interface.empty())
        interface = "interface";
    const std::string concrete = typeName(value, "concrete");
    const std::string asserted = typeName(value, "asserted");
    const Text missing = string(value, "missingMethod");
    if (asserted.empty() || !missing)
        return std::nullopt;
    if (concrete.empty())
        return "interface conversion: " + interface + " is nil, not " + asserted;
    if (missing->empty())
        return "interface conversion: " + interface + " is " + concrete + ", not " + asserted;
    return "interface conversion: " + concrete + " is not " + asserted + ": missing method " + *missing;
}

ErrorText::Text ErrorText::address(const Value &value) const
{
    const auto data = value.type->kind == TypeKind::Interface ? m_dynamic.dynamicValue(value) : Result<Value>(value);
    if (!data)
        return data.error().code == ErrorCode::NotFound ? Text("") : std::nullopt;
    const auto pointee = data->type->kind == TypeKind::Pointer ? m_reader.pointee(*data) : data;
    if (!pointee || pointee->error || pointee->type->kind != TypeKind::Struct)
        return std::nullopt;
    if (const Text name = string(*pointee, "Name"); name && pointee->type->name == "net.UnixAddr")
        return name;
    const auto ip = m_reader.fieldNamed(*pointee, "IP");
    const auto port = m_reader.fieldNamed(*pointee, "Port");
    const auto bytes = ip ? m_reader.text(*ip, 0, 16) : std::unexpected(ip.error());
    const auto number = port ? m_reader.integer(*port) : std::unexpected(port.error());
    if (!bytes || !number)
        return std::nullopt;
    const std::string host = ipAddressText(*bytes);
    return (host.contains(':') ? '[' + host + ']' : host) + ':' + integerText(*number);
}

ErrorText::Text ErrorText::ofNetworkOperation(const Value &value, unsigned depth) const
{
    const Text operation = string(value, "Op");
    const Text network = string(value, "Net");
    const Text cause = error(value, "Err", depth);
    const auto source = m_reader.fieldNamed(value, "Source");
    const auto target = m_reader.fieldNamed(value, "Addr");
    const Text from = source ? address(*source) : std::nullopt;
    const Text to = target ? address(*target) : std::nullopt;
    if (!operation || !network || !cause || !from || !to)
        return std::nullopt;
    std::string out = *operation;
    if (!network->empty())
        out += ' ' + *network;
    if (!from->empty())
        out += ' ' + *from;
    if (!to->empty())
        out += (from->empty() ? " " : "->") + *to;
    return out + ": " + *cause;
}

}

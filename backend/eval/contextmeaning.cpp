// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/eval/contextmeaning.h"

#include "backend/eval/gotime.h"

#include <vector>

namespace Freezeframe
{

namespace
{

constexpr unsigned mostLinks = 64;

}

ContextMeaning::Text ContextMeaning::cancelled(const Value &context) const
{
    auto reason = m_fields.at(context, "err");
    // Since Go 1.26 an atomic.Value.
    if (reason && reason->type->name == "sync/atomic.Value")
        reason = m_fields.at(*reason, "v");
    const auto isOpen = reason && reason->type->kind == TypeKind::Interface ? m_fields.isNil(*reason) : std::nullopt;
    if (!isOpen)
        return std::nullopt;
    if (*isOpen)
        return std::string();
    std::string text = m_errors.of(*reason).value_or("cancelled");
    const auto cause = m_fields.at(context, "cause");
    if (cause && cause->type->kind == TypeKind::Interface && m_fields.isNil(*cause) == false) {
        const std::string why = m_errors.of(*cause).value_or(std::string());
        if (!why.empty() && why != text)
            text += ": " + why;
    }
    return text;
}

std::optional<ContextMeaning::Link> ContextMeaning::link(const Value &value) const
{
    const std::string_view name = value.type->name;
    const auto parent = [this, &value](std::string_view path) { return m_fields.at(value, path); };
    if (name == "context.backgroundCtx")
        return Link{.text = "Background"};
    if (name == "context.todoCtx")
        return Link{.text = "TO" "DO"}; // the name of a function, and nothing that is left to do
    if (name == "context.valueCtx") {
        const auto key = m_fields.at(value, "key");
        const auto held = m_fields.at(value, "val");
        if (!key || !held)
            return std::nullopt;
        return Link{.text = ".WithValue(" + m_brief(*key) + ", " + m_brief(*held) + ')', .parent = parent("Context")};
    }
    if (name == "context.withoutCancelCtx")
        return Link{.text = ".WithoutCancel", .parent = parent("c")};
    if (name == "context.stopCtx")
        return Link{.text = {}, .parent = parent("Context")};
    if (name == "context.cancelCtx") {
        const Text reason = cancelled(value);
        if (!reason)
            return std::nullopt;
        return Link{.text = ".WithCancel" + (reason->empty() ? std::string() : '(' + *reason + ')'),
                    .parent = parent("Context")};
    }
    const auto inner = m_fields.at(value, "cancelCtx");
    if (name == "context.afterFuncCtx" && inner)
        return Link{.text = ".AfterFunc", .parent = parent("cancelCtx.Context")};
    if (name == "context.timerCtx" && inner) {
        const auto deadline = m_fields.at(value, "deadline");
        const auto time = deadline ? GoTime::read(m_fields.reader(), *deadline) : fail(ErrorCode::NotFound, {});
        const Text reason = cancelled(*inner);
        if (!time || !reason)
            return std::nullopt;
        return Link{.text
                    = ".WithDeadline(" + time->readable() + (reason->empty() ? std::string() : ", " + *reason) + ')',
                    .parent = parent("cancelCtx.Context")};
    }
    if (name == "os/signal.signalCtx")
        return Link{.text = ".NotifyContext", .parent = parent("Context")};
    return std::nullopt;
}

std::optional<std::string> ContextMeaning::of(const Value &value) const
{
    std::vector<std::string> links;
    std::optional<Value> context = value;
    std::string start;
    while (context) {
        const auto one = link(*context);
        if (!one) {
            if (links.empty())
                return std::nullopt; // no context, or one of another form
            start = context->type->name;
            break;
        }
        if (!one->parent) {
            start = one->text;
            if (start.starts_with('.'))
                start.insert(0, 1, '?');
            break;
        }
        links.push_back(one->text);
        const auto next = m_fields.followed(*one->parent);
        if (!next)
            start = "?";
        else if (links.size() >= mostLinks)
            start = "…";
        context = start.empty() ? next : std::nullopt;
    }
    std::string text = std::move(start);
    for (auto link = links.rbegin(); link != links.rend(); ++link)
        text += *link;
    return text;
}

}

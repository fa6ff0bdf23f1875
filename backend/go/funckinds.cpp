// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/go/funckinds.h"

#include <algorithm>
#include <array>

namespace Freezeframe
{

namespace
{

struct KnownFunction {
    std::string_view name; ///< without "runtime."
    GoFuncKind kind;
};

// Go cmd/internal/objabi/funcid.go: funcIDs; in the order of names.
constexpr std::array knownFunctions = {
    KnownFunction{"asmcgocall", GoFuncKind::Asmcgocall},
    KnownFunction{"asmcgocall_no_g", GoFuncKind::Asmcgocall},
    KnownFunction{"asyncPreempt", GoFuncKind::AsyncPreempt},
    KnownFunction{"cgocallback", GoFuncKind::Cgocallback},
    KnownFunction{"debugCallV1", GoFuncKind::DebugCall},
    KnownFunction{"debugCallV2", GoFuncKind::DebugCall},
    KnownFunction{"goexit", GoFuncKind::Goexit},
    KnownFunction{"gogo", GoFuncKind::Gogo},
    KnownFunction{"gopanic", GoFuncKind::Gopanic},
    KnownFunction{"handleAsyncEvent", GoFuncKind::HandleAsyncEvent},
    KnownFunction{"main", GoFuncKind::RuntimeMain},
    KnownFunction{"mcall", GoFuncKind::Mcall},
    KnownFunction{"morestack", GoFuncKind::Morestack},
    KnownFunction{"mstart", GoFuncKind::Mstart},
    KnownFunction{"rt0_go", GoFuncKind::TopOfStack},
    KnownFunction{"sigpanic", GoFuncKind::Sigpanic},
    KnownFunction{"systemstack", GoFuncKind::SystemStack},
    KnownFunction{"systemstack_switch", GoFuncKind::SystemStackSwitch},
};
static_assert(std::ranges::is_sorted(knownFunctions, {}, &KnownFunction::name));

constexpr std::string_view runtimePrefix = "runtime.";
constexpr std::string_view abi0Suffix = ".abi0";
constexpr uint8_t topFrameFlag = 1; // Go internal/abi/symtab.go: FuncFlagTopFrame

}

GoFuncKind funcKindOf(std::string_view name, uint8_t flags)
{
    if (name.starts_with(runtimePrefix)) {
        name.remove_prefix(runtimePrefix.size());
        if (name.ends_with(abi0Suffix))
            name.remove_suffix(abi0Suffix.size());
        const auto found = std::ranges::lower_bound(knownFunctions, name, {}, &KnownFunction::name);
        if (found != knownFunctions.end() && found->name == name)
            return found->kind;
    }
    return (flags & topFrameFlag) != 0 ? GoFuncKind::TopOfStack : GoFuncKind::Normal;
}

}

// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace Freezeframe
{

/// Lines from the terminal by libedit: editing, history (kept between runs), completion with Tab. One thread, and one
/// at a time.
class LineEditor
{
public:
    using Completer = std::function<std::vector<std::string>(std::string_view)>;
    using Splitter = std::function<std::string_view(std::string_view)>; ///< a line → its end that is completed
    LineEditor(Completer completer, Splitter splitter);
    ~LineEditor();

    /// Without the line's end; nullopt at the end of input.
    [[nodiscard]] std::optional<std::string> read(const std::string &prompt);

private:
    struct Data;
    std::unique_ptr<Data> d;
};

}

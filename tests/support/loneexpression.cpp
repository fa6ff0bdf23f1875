// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "tests/support/loneexpression.h"

#include "backend/eval/evaluator.h"
#include "backend/eval/expressionevaluator.h"
#include "backend/eval/expressionparser.h"
#include "backend/eval/valueformat.h"
#include "tests/support/fakememory.h"

namespace Freezeframe
{

Result<std::string> evaluatedAlone(const std::string &source)
{
    const auto parsed = ExpressionParser::parse(source);
    if (!parsed)
        return std::unexpected(parsed.error());
    EvaluationSources sources;
    FakeMemory memory;
    TypeGraph types(sources);
    ValueReader reader(memory, types);
    Containers containers(sources, reader);
    DynamicValues dynamic(sources, reader);
    ProgramNames names(sources, reader, dynamic);
    Followed followed(reader, containers, names);
    Scope scope(sources, reader);
    const Stack stack;
    ExpressionEvaluator evaluator({sources, reader, containers, dynamic, names, scope, followed}, stack, 0, source);
    const auto value = evaluator.evaluate(**parsed);
    if (!value)
        return std::unexpected(value.error());
    return ValueFormat(reader, containers, dynamic, followed).full(*value, {});
}

}

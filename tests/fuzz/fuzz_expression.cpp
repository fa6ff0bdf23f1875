// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/eval/evaluator.h"
#include "backend/eval/expressionevaluator.h"
#include "backend/eval/expressionparser.h"
#include "backend/eval/valueformat.h"
#include "tests/fuzz/textfuzzer.h"
#include "tests/support/fakememory.h"

using namespace Freezeframe;

/// Parses and evaluates @p data as an expression where there is no program.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const std::string source(reinterpret_cast<const char *>(data), size);
    const auto parsed = ExpressionParser::parse(source);
    if (!parsed)
        return 0;
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
    if (const auto value = evaluator.evaluate(**parsed))
        (void)ValueFormat(reader, containers, dynamic, followed).full(*value, {});
    return 0;
}

#ifndef FREEZEFRAME_LIBFUZZER
int main(int argc, char **argv)
{
    return fuzzLines(argc, argv, [](std::string_view line) {
        LLVMFuzzerTestOneInput(reinterpret_cast<const uint8_t *>(line.data()), line.size());
    });
}
#endif

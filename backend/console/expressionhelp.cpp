// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/console/expressionhelp.h"

namespace Freezeframe
{

std::string_view expressionHelp()
{
    return R"(Expressions are Go, read and never run.

    request.Header["Host"][0]        fields, elements, keys of any type
    s[2:4], s[2:4:6], m[100:]        parts; of a map all but the first 100 entries
    *p, &x, x.(T), x.(data)          pointers, and what interfaces hold
    a + b*2, x == nil && y < 3       Go's operators
    []byte(s), (*T)(0xc000010000)    conversions; an address as a pointer
    len cap min max real imag complex, unsafe.Sizeof Alignof Offsetof
    Point{1, 2}, m[Point{X: 1}]      values that are listed; nothing new gets an address
    cache.Hot, "a/b/cache".Hot       a package by its name, or by its path
    x.Method                         the method's function
    runtime.frame(2).x               a variable of another frame
    runtime.curg, runtime.threadid, runtime.frameoff
    rip RIP _RIP $rip xmm0.float32   registers, where no variable has the name

A parameter of optimised code that the debug information has lost is told as it
was passed, where the code leaves no doubt. The answer then says so.

Queries look at all elements of a slice, array, text, map, sync.Map, at what a
channel holds, and at all goroutines:

    any(LIST, CONDITION)             whether it holds for one
    all(LIST, CONDITION)             whether it holds for each
    count(LIST)                      how many there are
    count(LIST, CONDITION)           for how many it holds
    filter(LIST, CONDITION)          those for which it holds
    first(LIST), first(LIST, CONDITION)
    map(LIST, EXPRESSION)            its value for each
    sum(LIST), sum(LIST, EXPRESSION)
    sort(LIST), sort(LIST, EXPRESSION), sort(LIST, EXPRESSION, desc)

In the second argument "it" is the element, of the innermost query where one is
inside of another. Of a map "it" and "value" are the value of an entry and "key"
is its key; what filter, first and sort give of a map are structs with the fields
key and value. Functions and variables of the program with the name of a query,
or called goroutines, come first, as in Go.

    any(orders, it.Id > 3 && it.Customer == nil)
    sort(filter(cache.entries, it.size > 4096), it.size, desc)[:10]
    map(sort(sessions, value.seen), key)
    count(workers, count(it.queue) > 0)
    count(orders, any(it.Lines, it.Price > 100))

"goroutines" is the list of all goroutines. Each has

    id, parent                       numbers of the goroutine, and of its starter
    state, wait                      "waiting", "chan receive"
    waited                           how long, a time.Duration, if the runtime knows
    func, file, line                 the first frame that is not the runtime's
    current, start, created          functions: innermost, first, of the go statement
    thread, system                   tid or 0; whether it is the runtime's own
    labels["k"]                      a label, empty if it has none
    g                                the runtime's own record: it.g.sched.pc

    count(goroutines, it.wait == "chan receive" && it.labels["tenant"] == "eu")
    sort(goroutines, it.id, desc)[0]

An expression looks at 1,000,000 elements at most, a list that it gives has
100,000 at most. What is left out, and elements that could not be told, are named
behind the value:

    12 // of the first 1000000 of 2000000 elements of big
    7 // 1 of 30 elements could not be told: it is nil: it has no Id
)";
}

}

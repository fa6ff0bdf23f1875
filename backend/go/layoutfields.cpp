// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/go/layoutfields.h"

#include <cstdint>

namespace Freezeframe
{

namespace
{

constexpr LayoutField fields[] = {
    // Go runtime/runtime2.go
    {"runtime.g", "stack.lo"},
    {"runtime.g", "stack.hi"},
    {"runtime.g", "_panic"},
    {"runtime.g", "_defer"},
    {"runtime.g", "m"},
    {"runtime.g", "sched.sp"},
    {"runtime.g", "sched.pc"},
    {"runtime.g", "sched.g"},
    {"runtime.g", "sched.ctxt"},
    {"runtime.g", "sched.lr"},
    {"runtime.g", "sched.bp"},
    {"runtime.g", "syscallsp"},
    {"runtime.g", "syscallpc"},
    {"runtime.g", "syscallbp"},
    {"runtime.g", "stktopsp"},
    {"runtime.g", "param"},
    {"runtime.g", "atomicstatus", "atomicstatus.value"},
    {"runtime.g", "goid"},
    {"runtime.g", "waitsince"},
    {"runtime.g", "waitreason"},
    {"runtime.g", "asyncSafePoint"},
    {"runtime.g", "lockedm"},
    {"runtime.g", "sig"},
    {"runtime.g", "sigcode0"},
    {"runtime.g", "sigcode1"},
    {"runtime.g", "sigpc"},
    {"runtime.g", "parentGoid"},
    {"runtime.g", "gopc"},
    {"runtime.g", "ancestors"},
    {"runtime.g", "startpc"},
    {"runtime.g", "waiting"},
    {"runtime.g", "cgoCtxt"},
    {"runtime.g", "labels"},
    {"runtime.g", "timer"},
    {"runtime.g", "sleepWhen"},
    {"runtime.g", "coroarg"},
    {"runtime.g", "syncGroup"},
    {"runtime.g", "bubble"},
    {"runtime.g", "runningCleanups", "runningCleanups.value"},
    {"runtime.g", "writebuf"},
    {"runtime.m", "g0"},
    {"runtime.m", "gsignal"},
    {"runtime.m", "procid"},
    {"runtime.m", "curg"},
    {"runtime.m", "caughtsig"},
    {"runtime.m", "p"},
    {"runtime.m", "id"},
    {"runtime.m", "throwing"},
    {"runtime.m", "dying"},
    {"runtime.m", "incgo"},
    {"runtime.m", "ncgo"},
    {"runtime.m", "lockedg"},
    {"runtime.m", "alllink"},
    {"runtime.m", "isextra"},
    {"runtime.m", "vdsoPC"},
    {"runtime.m", "vdsoSP"},
    {"runtime.m", "vdsoSP"},
    {"runtime.m", "vdsoPC"},
    {"runtime.p", "id"},
    {"runtime.p", "status"},
    {"runtime.p", "m"},
    {"runtime.p", "wbBuf"},
    {"runtime.p", "gcw"},
    {"runtime.p", "sysmontick.schedwhen"},
    {"runtime.p", "sysmontick.syscallwhen"},
    {"runtime.p", "limiterEvent.stamp", "limiterEvent.stamp.value"},
    {"runtime.schedt", "lastpoll", "lastpoll.value"},
    // Go runtime/mstats.go
    {"runtime.mstats", "last_gc_unix"},
    {"runtime.mstats", "last_gc_nanotime"},
    {"runtime.sudog", "g"},
    {"runtime.sudog", "next"},
    {"runtime.sudog", "prev"},
    {"runtime.sudog", "elem", "elem.vu"},
    {"runtime.sudog", "ticket"},
    {"runtime.sudog", "isSelect"},
    {"runtime.sudog", "success"},
    {"runtime.sudog", "parent"},
    {"runtime.sudog", "waiters"},
    {"runtime.sudog", "waitlink"},
    {"runtime.sudog", "c", "c.maybeTraceablePtr.vu"},
    {"runtime._panic", "arg"},
    {"runtime._panic", "link"},
    {"runtime._panic", "recovered"},
    {"runtime._panic", "aborted"},
    {"runtime._panic", "goexit"},
    {"runtime._panic", "repanicked"},
    {"runtime._panic", "startPC"},
    {"runtime._panic", "startSP"},
    {"runtime._defer", "sp"},
    {"runtime._defer", "pc"},
    {"runtime._defer", "fn"},
    {"runtime._defer", "link"},
    {"runtime._defer", "rangefunc"},
    {"runtime._defer", "head"},
    {"runtime.ancestorInfo", "pcs"},
    {"runtime.ancestorInfo", "goid"},
    {"runtime.ancestorInfo", "gopc"},
    // Go runtime/chan.go
    {"runtime.hchan", "qcount"},
    {"runtime.hchan", "dataqsiz"},
    {"runtime.hchan", "buf"},
    {"runtime.hchan", "elemsize"},
    {"runtime.hchan", "closed"},
    {"runtime.hchan", "timer"},
    {"runtime.hchan", "elemtype"},
    {"runtime.hchan", "sendx"},
    {"runtime.hchan", "recvx"},
    {"runtime.hchan", "recvq.first"},
    {"runtime.hchan", "recvq.last"},
    {"runtime.hchan", "sendq.first"},
    {"runtime.hchan", "sendq.last"},
    // Go runtime/netpoll.go, runtime/time.go
    {"runtime.pollDesc", "fd"},
    {"runtime.pollDesc", "rg", "rg.value"},
    {"runtime.pollDesc", "wg", "wg.value"},
    {"runtime.pollDesc", "link"},
    {"runtime.timer", "when"},
    {"runtime.timer", "period"},
    // Go runtime/mheap.go
    {"runtime.mheap", "allspans"},
    {"runtime.mspan", "startAddr"},
    {"runtime.mspan", "npages"},
    {"runtime.mspan", "nelems"},
    {"runtime.mspan", "spanclass"},
    {"runtime.mspan", "state"},
    {"runtime.mspan", "elemsize"},
    {"runtime.mspan", "specials"},
    // Go runtime/map.go, up to 1.23 (and 1.24, 1.25 with GOEXPERIMENT=noswissmap)
    {"runtime.hmap", "count"},
    {"runtime.hmap", "flags"},
    {"runtime.hmap", "B"},
    {"runtime.hmap", "buckets"},
    {"runtime.hmap", "oldbuckets"},
    {"runtime.hmap", "nevacuate"},
    // Go internal/runtime/maps, 1.24 on
    {"internal/runtime/maps.Map", "used"},
    {"internal/runtime/maps.Map", "dirPtr"},
    {"internal/runtime/maps.Map", "dirLen"},
    {"internal/runtime/maps.Map", "globalDepth"},
    {"internal/runtime/maps.Map", "globalShift"},
    {"internal/runtime/maps.Map", "writing"},
    {"internal/runtime/maps.table", "used"},
    {"internal/runtime/maps.table", "capacity"},
    {"internal/runtime/maps.table", "growthLeft"},
    {"internal/runtime/maps.table", "localDepth"},
    {"internal/runtime/maps.table", "index"},
    {"internal/runtime/maps.table", "groups.data"},
    {"internal/runtime/maps.table", "groups.lengthMask"},
};

// Structures that are only in globals have no descriptor.
constexpr TabledField tabled[] = {
    {"runtime.schedt", "lastpoll", 18, 27, 8, 8}, // after goidgen
    {"runtime.mstats", "last_gc_unix", 22, 24, 3592, 8},
    {"runtime.mstats", "last_gc_unix", 25, 27, 3568, 8},
    {"runtime.mstats", "last_gc_nanotime", 22, 24, 7720, 8},
    {"runtime.mstats", "last_gc_nanotime", 25, 27, 7696, 8},
    {"runtime.mheap", "allspans", 22, 27, 65864, 24},
    {"runtime.mspan", "startAddr", 22, 27, 24, 8},
    {"runtime.mspan", "npages", 22, 27, 32, 8},
    {"runtime.mspan", "nelems", 22, 27, 50, 2},
    {"runtime.mspan", "spanclass", 22, 27, 98, 1},
    {"runtime.mspan", "state", 22, 27, 99, 1},
    {"runtime.mspan", "elemsize", 22, 27, 104, 8},
    {"runtime.mspan", "specials", 22, 27, 128, 8},
};

}

std::span<const LayoutField> layoutFields()
{
    return fields;
}

std::span<const TabledField> tabledFields()
{
    return tabled;
}

}

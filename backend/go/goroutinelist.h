// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/go/goruntimedata.h"

namespace Freezeframe
{

/// Fills a GoroutineTable from the g structures, by plain offsets. Lives for one call; one thread.
class GoroutineList
{
public:
    struct Input {
        const Memory &memory;
        const GoSymbols &symbols;
        const GoroutineFields &fields;
        /// Of the M at an address: its tid, 0 if unknown.
        std::function<uint64_t(Address)> threadOf;
        int64_t now = 0; ///< nanotime of the core, 0 if unknown
        std::optional<bool> finalizerIsRunning; ///< unknown in stripped programs
        std::span<const std::byte> coreBytes; ///< of the core's file: its pages are given back now and then
    };
    GoroutineList(Input input, GoroutineTable &table)
        : m_input(std::move(input))
        , m_table(table)
    {
    }

    /// @p pointers: address of the array; @p count: how many it should have. False if stopped.
    bool fill(Address pointers, uint64_t count, const std::stop_token &stop);
    /// The same by several threads, for a long list; falls back to fill() where the list is damaged.
    static bool fillParallel(const Input &input, GoroutineTable &table, Address pointers, uint64_t count,
                             const std::stop_token &stop);

private:
    struct StartFunction {
        bool isSystem = false;
        bool runsFinalizers = false;
        bool runsCleanups = false;
    };
    [[nodiscard]] uint8_t statusIn(std::span<const std::byte> bytes) const;
    void prefetch(Address g) const;
    void add(Address g);
    void addBroken(Address g, Error error);
    void addRow(Address g, std::span<const std::byte> bytes);
    [[nodiscard]] bool isSystem(Address startPc, uint8_t status, uint16_t reason, std::span<const std::byte> g);
    [[nodiscard]] const StartFunction &startFunction(Address startPc);
    [[nodiscard]] bool waitsFor(uint8_t status, uint16_t reason, std::string_view text) const;

    Input m_input;
    GoroutineTable &m_table;
    std::vector<std::byte> m_buffer;
    std::unordered_map<Address, StartFunction> m_starts;
    uint64_t m_consecutiveErrors = 0;
};

}

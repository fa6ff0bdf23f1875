// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/live/capture.h"
#include "backend/live/imagesink.h"

namespace Freezeframe
{

/// A file that has no name until it is whole, and only its owner may read: nothing is left of it when we die, and nothing
/// is ever overwritten. One thread, but for the sink's part.
class CoreOutput : public ImageSink
{
public:
    /// How the file is known until it is whole: not at all, if the file system has such files, or by a name that ends in
    /// ".partial" and says whose it is.
    enum class Until { Nameless, Partial };
    /// Usage if the name is taken, its folder is missing or can't be written to.
    [[nodiscard]] static std::expected<std::unique_ptr<CoreOutput>, CaptureError> create(const std::string &path,
                                                                                         Until until = Until::Nameless);
    /// A file for what is needed only for a while; it never gets a name.
    [[nodiscard]] static std::expected<std::unique_ptr<CoreOutput>, CaptureError> createNameless(
        const std::string &folder);
    /// Writes into a file that somebody else opened, will name, and calls @p path.
    [[nodiscard]] static std::unique_ptr<CoreOutput> adopt(int descriptor, const std::string &path);
    CoreOutput(const CoreOutput &) = delete;
    CoreOutput &operator=(const CoreOutput &) = delete;
    ~CoreOutput() override;

    [[nodiscard]] std::byte *place(uint64_t) override { return nullptr; }
    [[nodiscard]] Result<void> write(uint64_t offset, std::span<const std::byte> bytes) override;
    /// Sets the size: what was not written is a hole.
    [[nodiscard]] Result<void> setSize(uint64_t size);
    /// To the disk, then the name. Usage if the name was taken meanwhile.
    [[nodiscard]] std::expected<void, CaptureError> finish();

    /// Another name in the same folder, before finish().
    void rename(const std::string &path) { m_path = path; }

    [[nodiscard]] int descriptor() const { return m_descriptor; }
    [[nodiscard]] const std::string &path() const { return m_path; }
    [[nodiscard]] const std::string &partialPath() const { return m_partial; } ///< empty: it has none
    [[nodiscard]] uint64_t bytesOnDisk() const;
    /// Of the file system that it is on; UINT64_MAX if there is no telling.
    [[nodiscard]] uint64_t freeSpace() const;

private:
    CoreOutput() = default;
    [[nodiscard]] std::expected<void, CaptureError> open(Until until = Until::Nameless);
    [[nodiscard]] std::expected<void, CaptureError> link();
    int m_descriptor = -1;
    bool m_isAdopted = false;
    std::string m_path;
    std::string m_folder;
    std::string m_partial; ///< its name until it is whole, where the file system has no nameless files
};

/// The failure that an error of writing is, with @p doing before it.
[[nodiscard]] CaptureError writeFailure(Error error, double pauseSeconds);
/// What people without privilege may still write to the folder; 0 if it is unknown.
[[nodiscard]] uint64_t freeSpaceIn(const std::string &folder);
[[nodiscard]] std::string folderOf(const std::string &path);

}

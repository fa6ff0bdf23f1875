// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/base/text.h"
#include "backend/live/diagnosis.h"
#include "backend/live/folderaccess.h"
#include "backend/live/folderplace.h"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <format>
#include <sys/stat.h>
#include <unistd.h>

namespace Freezeframe
{
namespace
{

/// @p path as the process means it, with neither a doubled slash nor one at the end.
std::string joined(const std::string &folder, const std::string &name)
{
    return folder.ends_with('/') ? folder + name : folder + "/" + name;
}

std::string withoutSlash(std::string path)
{
    while (path.size() > 1 && path.ends_with('/'))
        path.pop_back();
    return path;
}

/// The folder where the core would go: as it is told, and as we get to it.
struct CoreFolderPlace {
    std::string shown;
    std::string door; ///< while the process lives
    FolderPlace place;
    bool isElsewhere = false; ///< the process has its own view of the folders

    /// A path to it for a person's commands.
    [[nodiscard]] const std::string &reach() const { return place.best().empty() ? door : place.best(); }
};

/// Somewhere else for cores, or a capture to somewhere else.
DoctorFix otherFolder(const DoctorCase &about, const std::string &before)
{
    return orCapture(
        about.pid,
        before + (before.empty() ? "" : "\n")
            + "mkdir -p -m 1777 /var/crash; sysctl -w kernel.core_pattern=/var/crash/core.%e.%p   # as root");
}

/// Names are replaced silently by the next core: worth to be said once there is one.
void judgePresent(const CoreFolderPlace &folder, const std::string &name, const DoctorCase &about, DoctorCheck &check,
                  Diagnosis &diagnosis)
{
    struct stat status{};
    if (::lstat(joined(folder.door, name).c_str(), &status) != 0)
        return;
    if (S_ISDIR(status.st_mode)) {
        check.explanation = "A folder has the name that the core would have; the kernel then writes none.";
        const std::string path = joined(folder.reach(), name);
        turnRed(check, orCapture(about.pid, std::format("mv '{0}' '{0}.old'", path)));
        diagnosis.block("There is a folder where the core would go: " + diagnosis.path() + ".");
    } else if (check.state == CheckState::Good) {
        check.state = CheckState::Warning;
        check.explanation
            = "A file of this name is there; the kernel replaces it without asking. Move it away if you need it.";
    }
}

DoctorFix createFolder(const CoreFolderPlace &folder, bool isFixable)
{
    // Into a container's own folders nothing is made by us.
    const std::string path = isFixable ? folder.shown : folder.door;
    return {.kind = isFixable ? DoctorFix::Kind::Privileged : DoctorFix::Kind::Text,
            .action = isFixable ? DoctorFix::Action::CreateFolder : DoctorFix::Action::None,
            .label = isFixable ? "Create It" : "How to Create It",
            .text = "mkdir -p -m 1777 '" + withoutSlash(path) + "'"};
}

/// Who has a file system open keeps it, and what is on it.
DoctorFix keepOpen(const CoreFolderPlace &folder, const DoctorCase &about)
{
    return orCapture(
        about.pid,
        std::format(
            "freezeframe-cli abort {0} --force --wait   # keeps it open meanwhile, and copies the core to the current folder\n" "exec 9<'{1}'   # or keeps it open in this shell: afterwards the core is below /proc/$$/fd/9/",
            about.pid, withoutSlash(folder.door)));
}

void judgeAccess(const FolderAccess &access, const CoreFolderPlace &folder, bool isFixable, const DoctorCase &about,
                 DoctorCheck &check, Diagnosis &diagnosis)
{
    using State = FolderAccess::State;
    const std::string &name = folder.shown;
    switch (access.state) {
    case State::Writable:
        check.state = CheckState::Good;
        check.explanation = "The process may make files there.";
        break;
    case State::Missing:
        check.value += ", missing";
        check.explanation = "The kernel makes no folders: without it there is no core.";
        // What was removed under a process can't be made again for it.
        turnRed(check,
                about.pattern.isAbsolute() || !CoreName::expand(about.pattern, {}).folder().empty()
                    ? createFolder(folder, isFixable)
                    : otherFolder(about, ""));
        diagnosis.block("The folder for cores does not exist: " + name + ".");
        break;
    case State::NotAFolder:
        check.value += ", not a folder";
        turnRed(check, otherFolder(about, ""));
        diagnosis.block(name + " is no folder.");
        break;
    case State::ReadOnly:
        check.value += ", on a read-only file system";
        turnRed(check, otherFolder(about, ""));
        diagnosis.block("The folder for cores is on a read-only file system: " + name + ".");
        break;
    case State::Denied:
        check.value += std::format(", owned by user {}, mode {:o}", access.ownerUid, access.mode);
        check.explanation
            = "The kernel writes the core with the rights of the process, and those do not allow files there.";
        turnRed(check, otherFolder(about, ""));
        diagnosis.block("The process may not write into the folder for cores: " + name + ".");
        break;
    case State::Unreachable:
        check.state = CheckState::Unknown;
        check.value += ": " + access.reason;
        check.explanation = "The folder belongs to another user's process.";
        diagnosis.doubt("Whether " + name + " takes a core can't be seen: " + access.reason + ".");
        break;
    }
}

/// Where the process has folders of its own: whether anybody can get at the core once the process is gone.
void judgePlace(const CoreFolderPlace &folder, const DoctorCase &about, DoctorCheck &check, Diagnosis &diagnosis)
{
    const FolderPlace &place = folder.place;
    const std::string kind = place.fileSystem.empty() ? "file system" : place.fileSystem;
    if (!folder.isElsewhere)
        return;
    if (!place.best().empty())
        check.value += std::format(" (in its own mount namespace: {})", place.inner);
    switch (place.kind) {
    case FolderPlace::Kind::Here: return;
    case FolderPlace::Kind::Guest:
        if (place.isMachines)
            return;
        check.state = CheckState::Warning;
        check.explanation = std::format(
            "It is on a {} that only processes of its mount namespace have. The core can be read by way of {} as long as that lives{}; copy it at once.",
            kind, keeperText(place), place.endsWithIt ? ", which started the process and may end with it" : "");
        check.fix = orCapture(about.pid, "");
        diagnosis.flaw(std::format(
            "It goes with the process's file system once {} has ended: capture it instead, or copy the core at once.",
            keeperText(place)));
        return;
    case FolderPlace::Kind::Barred:
        check.state = CheckState::Warning;
        check.explanation
            = std::format("It is on a {} of its own mount namespace, and the way to it is not open to you.", kind);
        check.fix = orCapture(about.pid, "");
        diagnosis.flaw("It would be where you may not go: capture it instead.");
        return;
    case FolderPlace::Kind::Lost: break;
    }
    check.explanation = std::format(
        "It is on a {} that nobody but the process has: when the process ends, all on it is gone, and the core too.",
        kind);
    turnRed(check, keepOpen(folder, about));
    diagnosis.block(std::format(
        "A core would be written to {}, but goes with the process's file system ({}, which nobody else has): capture it instead, or keep it open.",
        diagnosis.path(), kind));
}

void checkSpace(const FolderAccess &access, uint32_t uid, uint64_t expected, const CoreFolderPlace &folder,
                const DoctorCase &about, Diagnosis &diagnosis)
{
    DoctorCheck check{.id = "disk-space", .title = "Space", .state = CheckState::Good};
    check.value = byteCount(access.freeBytes) + " free";
    if (expected > 0)
        check.value += ", about " + byteCount(expected) + " needed";
    check.explanation = "A full disk cuts a core; the kernel does not say so.";
    if (access.quotaBytes)
        check.value += std::format("; the quota of user {} leaves {}", uid, byteCount(*access.quotaBytes));
    const DoctorFix makeRoom = otherFolder(
        about, std::format("df -h '{0}'; df -i '{0}'   # make room there, or let cores go elsewhere:", folder.reach()));
    if (access.freeBytes == 0 && access.reservedBytes == 0) {
        turnRed(check, makeRoom);
        diagnosis.block("The disk is full where the core would go.");
    } else if (access.quotaBytes == 0) {
        turnRed(check, makeRoom);
        diagnosis.block(std::format("The quota of user {} is used up where the core would go.", uid));
    } else if (access.countsFiles && access.freeFiles == 0) {
        turnRed(check, makeRoom);
        check.value += ", but no inode";
        diagnosis.block("The file system has no inode left where the core would go.");
    } else if (access.freeBytes + access.reservedBytes < expected) {
        check.state = CheckState::Warning;
        diagnosis.flaw("The disk is too small for it: " + check.value + ".");
    } else if (access.quotaBytes && *access.quotaBytes < expected) {
        check.state = CheckState::Warning;
        diagnosis.flaw("The quota is too small for it: " + check.value + ".");
    } else if (access.freeBytes < std::max<uint64_t>(expected, 1)) {
        check.state = CheckState::Warning;
        check.explanation = "It would fit only into what the file system keeps for root.";
    }
    diagnosis.add(std::move(check));
}

/// Looks where the folder is for us.
CoreFolderPlace placeOf(const CorePlace &place, const std::string &folder, const DoctorCase &about)
{
    const bool isAbsolute = about.pattern.isAbsolute();
    CoreFolderPlace result;
    // As the process knows it, and as we get to it.
    result.shown = isAbsolute ? folder : folder.empty() ? place.folderName : joined(place.folderName, folder);
    result.door = isAbsolute ? place.root + folder : joined(place.folderDoor, folder);
    const int descriptor = ::open(result.door.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0) {
        // What another mount namespace calls it would mislead.
        if (!place.root.empty())
            result.shown = result.door;
        return result;
    }
    result.place = placeOfFolder(descriptor, about.pid);
    ::close(descriptor);
    result.isElsewhere = result.place.isElsewhere();
    if (!result.place.best().empty())
        result.shown = result.place.best();
    return result;
}

}

void checkPattern(const DoctorCase &about, Diagnosis &diagnosis)
{
    DoctorCheck check{.id = "core-pattern", .title = "kernel.core_pattern", .state = CheckState::Good};
    check.value = about.pattern.text.empty() ? "empty" : about.pattern.text;
    switch (about.pattern.kind()) {
    case CorePattern::Kind::None:
        check.explanation = "With an empty pattern, and kernel.core_uses_pid 0, the kernel writes no core.";
        turnRed(check, coresToFiles());
        diagnosis.block("kernel.core_pattern is empty.");
        break;
    case CorePattern::Kind::File:
        check.explanation = about.pattern.isAbsolute() ? "Cores are files in one folder."
                                                       : "Cores are files in the folder that the process is in.";
        if (about.pattern.text.find('%') == std::string::npos && !about.pattern.usesPid) {
            check.state = CheckState::Warning;
            check.explanation += " All have the same name: only the last crash is kept.";
            check.fix = coresToFiles();
        }
        break;
    case CorePattern::Kind::Pipe:
        check.explanation = "The kernel hands cores to " + about.pattern.handler() + ".";
        break;
    case CorePattern::Kind::Socket:
        check.explanation = about.pattern.text.starts_with("@@")
            ? "The kernel asks a server behind a socket, which may take the core, have it written, or refuse it."
            : "The kernel hands cores to a server behind a socket.";
        break;
    }
    diagnosis.add(std::move(check));
}

void checkFolder(const CorePlace &place, const CoreName &name, const FileRights &rights, uint64_t expected,
                 const DoctorCase &about, Diagnosis &diagnosis)
{
    if (about.pattern.kind() != CorePattern::Kind::File)
        return;
    const CoreFolderPlace folder = placeOf(place, name.folder(), about);
    DoctorCheck check{.id = "core-folder", .title = "Folder for cores"};
    check.value = folder.shown.empty() ? "may not be read" : withoutSlash(folder.shown);
    if (!name.isFolderExact()) {
        check.explanation = "The folder's name depends on what is known only at the death.";
        diagnosis.doubt("The folder of the core depends on what is known only at the death: " + folder.shown + ".");
        diagnosis.add(std::move(check));
        return;
    }
    diagnosis.setPath(
        joined(folder.place.best().empty() && !folder.place.inner.empty() ? folder.place.inner : folder.shown,
               name.fileText()));
    const bool isFixable = about.pattern.isAbsolute() && place.root.empty();
    const FolderAccess access = FolderAccess::examine(folder.door, rights);
    CoreFolderPlace told = folder;
    // What was removed is told with a word of the kernel's behind its name.
    told.shown = withoutDeleted(check.value);
    judgeAccess(access, told, isFixable, about, check, diagnosis);
    if (access.state == FolderAccess::State::Writable)
        judgePlace(folder, about, check, diagnosis);
    if (name.isExact())
        judgePresent(folder, name.fileText(), about, check, diagnosis);
    diagnosis.add(std::move(check));
    if (access.state == FolderAccess::State::Writable)
        checkSpace(access, rights.uid, expected, folder, about, diagnosis);
}

}

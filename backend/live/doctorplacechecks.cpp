// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/base/text.h"
#include "backend/live/diagnosis.h"
#include "backend/live/folderaccess.h"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <format>
#include <sys/stat.h>

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

/// Names are replaced silently by the next core: worth to be said once there is one.
void judgePresent(const std::string &path, DoctorCheck &check, Diagnosis &diagnosis)
{
    struct stat status{};
    if (::lstat(path.c_str(), &status) != 0)
        return;
    if (S_ISDIR(status.st_mode)) {
        check.state = CheckState::Failed;
        check.explanation = "A folder has the name that the core would have; the kernel then writes none.";
        diagnosis.block("There is a folder where the core would go: " + diagnosis.path() + ".");
    } else if (check.state == CheckState::Good) {
        check.state = CheckState::Warning;
        check.explanation
            = "A file of this name is there; the kernel replaces it without asking. Move it away if you need it.";
    }
}

void judgeAccess(const FolderAccess &access, const std::string &folder, bool isFixable, DoctorCheck &check,
                 Diagnosis &diagnosis)
{
    using State = FolderAccess::State;
    check.state = CheckState::Failed;
    switch (access.state) {
    case State::Writable:
        check.state = CheckState::Good;
        check.explanation = "The process may make files there.";
        break;
    case State::Missing:
        check.value += ", missing";
        check.explanation = "The kernel makes no folders: without it there is no core.";
        if (isFixable)
            check.fix = DoctorFix{.kind = DoctorFix::Kind::Privileged,
                                  .action = DoctorFix::Action::CreateFolder,
                                  .label = "Create It",
                                  .text = "mkdir -p -m 1777 '" + folder + "'"};
        diagnosis.block("The folder for cores does not exist: " + folder + ".");
        break;
    case State::NotAFolder:
        check.value += ", not a folder";
        diagnosis.block(folder + " is no folder.");
        break;
    case State::ReadOnly:
        check.value += ", on a read-only file system";
        diagnosis.block("The folder for cores is on a read-only file system: " + folder + ".");
        break;
    case State::Denied:
        check.value += std::format(", owned by user {}, mode {:o}", access.ownerUid, access.mode);
        check.explanation
            = "The kernel writes the core with the rights of the process, and those do not allow files there.";
        diagnosis.block("The process may not write into the folder for cores: " + folder + ".");
        break;
    case State::Unreachable:
        check.state = CheckState::Unknown;
        check.value += ": " + access.reason;
        check.explanation = "The folder belongs to another user's process.";
        diagnosis.doubt("Whether " + folder + " takes a core can't be seen: " + access.reason + ".");
        break;
    }
}

void checkSpace(const FolderAccess &access, uint32_t uid, uint64_t expected, Diagnosis &diagnosis)
{
    DoctorCheck check{.id = "disk-space", .title = "Space", .state = CheckState::Good};
    check.value = byteCount(access.freeBytes) + " free";
    if (expected > 0)
        check.value += ", about " + byteCount(expected) + " needed";
    check.explanation = "A full disk cuts a core; the kernel does not say so.";
    if (access.quotaBytes)
        check.value += std::format("; the quota of user {} leaves {}", uid, byteCount(*access.quotaBytes));
    if (access.freeBytes == 0 && access.reservedBytes == 0) {
        check.state = CheckState::Failed;
        diagnosis.block("The disk is full where the core would go.");
    } else if (access.quotaBytes == 0) {
        check.state = CheckState::Failed;
        diagnosis.block(std::format("The quota of user {} is used up where the core would go.", uid));
    } else if (access.countsFiles && access.freeFiles == 0) {
        check.state = CheckState::Failed;
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

}

void checkPattern(const DoctorCase &about, Diagnosis &diagnosis)
{
    DoctorCheck check{.id = "core-pattern", .title = "kernel.core_pattern", .state = CheckState::Good};
    check.value = about.pattern.text.empty() ? "empty" : about.pattern.text;
    const DoctorFix toFiles = {.kind = DoctorFix::Kind::Privileged,
                               .action = DoctorFix::Action::SetCorePattern,
                               .label = "Set to core.%e.%p",
                               .text = "sysctl -w kernel.core_pattern=core.%e.%p"};
    switch (about.pattern.kind()) {
    case CorePattern::Kind::None:
        check.state = CheckState::Failed;
        check.explanation = "With an empty pattern, and kernel.core_uses_pid 0, the kernel writes no core.";
        check.fix = toFiles;
        diagnosis.block("kernel.core_pattern is empty.");
        break;
    case CorePattern::Kind::File:
        check.explanation = about.pattern.isAbsolute() ? "Cores are files in one folder."
                                                       : "Cores are files in the folder that the process is in.";
        if (about.pattern.text.find('%') == std::string::npos && !about.pattern.usesPid) {
            check.state = CheckState::Warning;
            check.explanation += " All have the same name: only the last crash is kept.";
            check.fix = toFiles;
        }
        break;
    case CorePattern::Kind::Pipe:
        check.explanation = "The kernel hands cores to " + about.pattern.handler() + ".";
        break;
    case CorePattern::Kind::Socket:
        check.state = CheckState::Unknown;
        check.explanation = "The kernel hands cores to a server behind a socket, which may keep or drop them.";
        diagnosis.doubt("Cores go to a server behind a socket (" + about.pattern.text
                        + "); what it does with them is its own.");
        break;
    }
    diagnosis.add(std::move(check));
}

void checkFolder(const CorePlace &place, const CoreName &name, const FileRights &rights, uint64_t expected,
                 const DoctorCase &about, Diagnosis &diagnosis)
{
    if (about.pattern.kind() != CorePattern::Kind::File)
        return;
    const bool isAbsolute = about.pattern.isAbsolute();
    const std::string folder = name.folder();
    // As people know it, and as we get to it.
    const std::string shown = isAbsolute ? folder
        : folder.empty()                 ? place.folderName
                                         : joined(place.folderName, folder);
    const std::string door = isAbsolute ? place.root + folder : joined(place.folderDoor, folder);
    DoctorCheck check{.id = "core-folder", .title = "Folder for cores"};
    check.value = shown.empty() ? "may not be read" : withoutSlash(shown);
    if (!name.isFolderExact()) {
        check.explanation = "The folder's name depends on what is known only at the death.";
        diagnosis.doubt("The folder of the core depends on what is known only at the death: " + shown + ".");
        diagnosis.add(std::move(check));
        return;
    }
    diagnosis.setPath(joined(shown, name.fileText()));
    // Into a container's own folders nothing is made by us.
    const bool isFixable = isAbsolute && place.root.empty();
    const FolderAccess access = FolderAccess::examine(door, rights);
    // What was removed is told with a word of the kernel's behind its name.
    judgeAccess(access, withoutDeleted(check.value), isFixable, check, diagnosis);
    if (name.isExact())
        judgePresent(joined(door, name.fileText()), check, diagnosis);
    diagnosis.add(std::move(check));
    if (access.state == FolderAccess::State::Writable)
        checkSpace(access, rights.uid, expected, diagnosis);
}

}

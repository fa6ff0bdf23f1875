// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "model/gotomodel.h"

#include "backend/inspect/nameindex.h"
#include "model/format.h"

#include <algorithm>

namespace Freezeframe
{

GoToModel::GoToModel(Session *session, QObject *parent)
    : QAbstractListModel(parent)
    , m_session(session)
{
    connect(session, &Session::opening, this, [this] {
        m_hasNames = false;
        m_isPreparing = false;
    });
}

void GoToModel::addGoroutines(const QString &text, std::vector<Target> &targets) const
{
    const GoroutineSnapshot &snapshot = m_session->goroutines();
    if (!snapshot.table)
        return;
    const auto add = [&](uint32_t row) {
        Target target{.kind = TargetKind::Goroutine, .number = snapshot.table->id[row], .place = {}, .detail = {}};
        const auto *stacks = snapshot.stacks.get();
        if (const auto *stack = stacks ? stacks->stackAt(row) : nullptr)
            target.place = stack->user;
        target.detail = shown(snapshot.table->statusText(row));
        targets.push_back(std::move(target));
    };
    bool isNumber = false;
    const quint64 id = QString(text).remove(QLatin1Char('g')).trimmed().toULongLong(&isNumber);
    if (isNumber) {
        if (const auto row = snapshot.table->find(id))
            add(*row);
        return;
    }
    if (!snapshot.stacks)
        return;
    // One goroutine for each stack whose function matches: the group is next to it in the list.
    std::vector<uint32_t> wanted;
    for (uint32_t stack = 0; stack < snapshot.stacks->stacks.size() && wanted.size() < limitOfKind; ++stack) {
        if (shown(snapshot.stacks->stacks[stack].user.function).contains(text, Qt::CaseInsensitive))
            wanted.push_back(stack);
    }
    for (const uint32_t stack : wanted) {
        const auto found = std::ranges::find(snapshot.stacks->stackOf, stack);
        if (found != snapshot.stacks->stackOf.end())
            add(uint32_t(found - snapshot.stacks->stackOf.begin()));
    }
}

void GoToModel::addFrames(const QString &text, std::vector<Target> &targets) const
{
    if (!m_session->stack())
        return;
    size_t found = 0;
    for (const FrameInfo &frame : m_session->stack()->frames) {
        const bool matches = shown(frame.function).contains(text, Qt::CaseInsensitive)
            || placeText(frame.file, frame.line).contains(text, Qt::CaseInsensitive);
        if (!matches)
            continue;
        targets.push_back({.kind = TargetKind::Frame,
                           .number = frame.index,
                           .place = {frame.function, frame.file, frame.line},
                           .detail = placeText(frame.file, frame.line)});
        if (++found == limitOfKind)
            return;
    }
}

void GoToModel::addPlace(const QString &text, std::vector<Target> &targets) const
{
    const qsizetype colon = text.lastIndexOf(QLatin1Char(':'));
    bool isLine = false;
    const int line = text.mid(colon + 1).toInt(&isLine);
    if (colon <= 0 || !isLine || !m_session->goroutines().stacks)
        return;
    const std::string wanted = text.left(colon).toStdString();
    std::vector<std::string> files;
    const auto add = [&](const SourceLocation &place) {
        const bool matches = place.file.ends_with(wanted)
            && (place.file.size() == wanted.size() || place.file[place.file.size() - wanted.size() - 1] == '/');
        if (matches && files.size() < limitOfKind && std::ranges::find(files, place.file) == files.end())
            files.push_back(place.file);
    };
    if (m_session->stack()) {
        for (const FrameInfo &frame : m_session->stack()->frames)
            add({frame.function, frame.file, frame.line});
    }
    for (const GoroutineStacks::Unique &stack : m_session->goroutines().stacks->stacks) {
        add(stack.user);
        add(stack.caller);
        add(stack.current);
    }
    for (const std::string &file : files)
        targets.push_back({.kind = TargetKind::Place, .number = 0, .place = {{}, file, line}, .detail = shown(file)});
}

std::vector<GoToModel::Target> GoToModel::nearTargets(const QString &text) const
{
    std::vector<Target> targets;
    if (text.startsWith(QLatin1String("0x"), Qt::CaseInsensitive)) {
        bool ok = false;
        const quint64 address = text.mid(2).toULongLong(&ok, 16);
        if (ok)
            targets.push_back({.kind = TargetKind::Address, .number = address, .place = {}, .detail = {}});
        return targets;
    }
    addGoroutines(text, targets);
    addFrames(text, targets);
    addPlace(text, targets);
    return targets;
}

void GoToModel::setTargets(std::vector<Target> targets)
{
    beginResetModel();
    m_targets = std::move(targets);
    endResetModel();
}

void GoToModel::prepare()
{
    if (m_hasNames || m_isPreparing || !m_session->isOpen())
        return;
    m_isPreparing = true;
    AnalysisThread &analysis = m_session->analysis();
    analysis.ask(
        AnalysisThread::Kind::Names, AnalysisThread::Priority::Background, this,
        [&analysis](Inspection *core, const std::stop_token &stop) {
            return core->names(stop, [&analysis] { analysis.answerUrgent(); }) != nullptr;
        },
        [this](bool hasNames) {
            m_isPreparing = false;
            m_hasNames = hasNames;
            if (hasNames)
                searchNames();
        });
}

void GoToModel::search(const QString &text)
{
    m_wanted = text.trimmed();
    if (m_wanted.isEmpty()) {
        setTargets({});
        return;
    }
    setTargets(nearTargets(m_wanted));
    if (m_hasNames)
        searchNames();
    else
        prepare();
}

void GoToModel::searchNames()
{
    const QString wanted = m_wanted;
    bool isNumber = false;
    wanted.toULongLong(&isNumber);
    if (isNumber || wanted.startsWith(QLatin1String("0x"), Qt::CaseInsensitive) || wanted.size() < 2)
        return;
    // One more letter stops the search for the letters before.
    m_session->analysis().ask(
        AnalysisThread::Kind::Functions, AnalysisThread::Priority::Urgent, this,
        [text = wanted.toStdString()](Inspection *core, const std::stop_token &stop) {
            std::vector<std::pair<NameHit, SourceLocation>> found;
            const auto names = core->names(stop);
            if (!names)
                return found;
            constexpr unsigned shownKinds = NameIndex::only(NameKind::Function) | NameIndex::only(NameKind::File);
            for (NameHit &hit : names->search(text, functionLimit, shownKinds, stop)) {
                SourceLocation place;
                if (hit.kind == NameKind::File) {
                    place.file = hit.name;
                    place.line = 1;
                } else {
                    place = core->locate(hit.entry);
                    place.function = hit.name;
                }
                found.emplace_back(std::move(hit), std::move(place));
            }
            return found;
        },
        [this, wanted](const std::vector<std::pair<NameHit, SourceLocation>> &found) {
            std::vector<Target> targets = nearTargets(wanted);
            for (const auto &[hit, place] : found) {
                const bool isFile = hit.kind == NameKind::File;
                targets.push_back({.kind = isFile ? TargetKind::Place : TargetKind::Function,
                                   .number = hit.entry.value,
                                   .place = place,
                                   .detail = isFile ? shown(place.file) : placeText(place)});
            }
            setTargets(std::move(targets));
        });
}

std::optional<Address> GoToModel::activate(const QModelIndex &index)
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return std::nullopt;
    const Target target = m_targets[size_t(index.row())];
    switch (target.kind) {
    case TargetKind::Goroutine: m_session->selectGoroutine(target.number); break;
    case TargetKind::Frame: m_session->selectFrame(size_t(target.number)); break;
    case TargetKind::Function:
        // Of C without debug information there is only code.
        if (target.place.file.empty()) {
            m_session->showCode(Address{target.number});
            break;
        }
        [[fallthrough]];
    case TargetKind::Place: m_session->showPlace(target.place); break;
    case TargetKind::Address: return Address{target.number};
    }
    return std::nullopt;
}

int GoToModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_targets.size());
}

QVariant GoToModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Target &target = m_targets[size_t(index.row())];
    const FunctionName name = functionName(target.place.function);
    QString main = name.whole();
    QString kind;
    switch (target.kind) {
    case TargetKind::Goroutine: kind = tr("goroutine %1").arg(target.number); break;
    case TargetKind::Frame: kind = tr("frame %1").arg(target.number); break;
    case TargetKind::Function: kind = tr("function"); break;
    case TargetKind::Place:
        kind = tr("line");
        main = placeText(target.place);
        break;
    case TargetKind::Address:
        kind = tr("memory at");
        main = addressText(Address{target.number});
        break;
    }
    switch (role) {
    case Qt::DisplayRole: return kind + QLatin1Char(' ') + main + QLatin1Char(' ') + target.detail;
    case KindRole: return QVariant::fromValue(target.kind);
    case KindTextRole: return kind;
    case PackageRole:
        return target.kind == TargetKind::Place || target.kind == TargetKind::Address ? QString() : name.package;
    case FunctionRole: return target.kind == TargetKind::Place || target.kind == TargetKind::Address ? main : name.name;
    case DetailRole: return target.detail;
    default: return {};
    }
}

}

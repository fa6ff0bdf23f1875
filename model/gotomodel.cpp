// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "model/gotomodel.h"

#include "backend/base/fuzzypattern.h"
#include "model/format.h"

#include <algorithm>

namespace Freezeframe
{

using Scope = GoToQuery::Scope;
using Kind = GoToTarget::Kind;

GoToModel::GoToModel(Session *session, QObject *parent)
    : QAbstractListModel(parent)
    , m_session(session)
{
    connect(session, &Session::opening, this, [this] {
        m_hasNames = false;
        m_isPreparing = false;
        setTargets({});
    });
}

std::vector<GoToTarget> GoToModel::hints() const
{
    std::vector<GoToTarget> all;
    const auto add = [&all](const char *sign, const QString &what, const QString &example) {
        all.push_back({.kind = Kind::Hint, .place = {}, .name = sign, .title = what, .detail = example});
    };
    add("", tr("everything: letters in their order are enough"), QStringLiteral("cache.Get"));
    add("#", tr("functions, types, variables, constants, packages"), QStringLiteral("#Order"));
    add("@", tr("goroutines and threads, by number or by function"), QStringLiteral("@17"));
    add(">", tr("actions and settings"), QStringLiteral(">layout"));
    add("/", tr("source files, with a line if you like"), QStringLiteral("/server.go:80"));
    add(":", tr("a line of the file on show"), QStringLiteral(":142"));
    add("0x", tr("memory at an address"), QStringLiteral("0xc000012340"));
    return all;
}

void GoToModel::addActions(std::vector<GoToTarget> &targets) const
{
    if (m_query.scope != Scope::Actions && m_query.scope != Scope::All)
        return;
    const FuzzyPattern pattern(m_query.text.toStdString());
    std::vector<GoToTarget> found;
    for (qsizetype i = 0; i < m_actions.size(); ++i) {
        const GoToAction &action = m_actions.at(i);
        auto score = pattern.score(action.text.toStdString());
        if (!score) // by its menu, too: "view layout"
            score = pattern.score((action.menu + QLatin1Char(' ') + action.text).toStdString());
        if (!score)
            continue;
        QString detail = action.shortcut;
        if (!action.isEnabled)
            detail = detail.isEmpty() ? tr("not now") : tr("not now · %1").arg(detail);
        found.push_back({.kind = Kind::Action,
                         .number = quint64(i),
                         .place = {},
                         .title = action.text,
                         .detail = detail,
                         .score = *score});
    }
    std::ranges::stable_sort(found, std::ranges::greater(), &GoToTarget::score);
    if (m_query.scope == Scope::All)
        found.resize(std::min(found.size(), mostActions));
    std::ranges::move(found, std::back_inserter(targets));
}

void GoToModel::setTargets(std::vector<GoToTarget> targets)
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
            m_isSearching = false;
            if (hasNames && m_query.wantsNames())
                ask();
        });
}

void GoToModel::search(const QString &text)
{
    m_query = GoToQuery::of(text);
    m_session->analysis().cancel(AnalysisThread::Kind::Functions); // the letters before
    m_isSearching = false;
    std::vector<GoToTarget> targets;
    switch (m_query.scope) {
    case Scope::Help: targets = hints(); break;
    case Scope::Actions: addActions(targets); break;
    case Scope::Line:
        if (m_query.number && *m_query.number > 0 && !m_session->shownPlace().file.empty())
            targets.push_back(
                {.kind = Kind::Place,
                 .place = {{}, m_session->shownPlace().file, int(std::min<quint64>(*m_query.number, 1U << 30))},
                 .title = {},
                 .detail = shown(m_session->shownPlace().file)});
        break;
    case Scope::Address:
        if (m_query.number)
            targets.push_back(
                {.kind = Kind::Address, .number = *m_query.number, .place = {}, .title = {}, .detail = {}});
        break;
    default:
        if (m_query.number) {
            targets = GoToSearch(*m_session).findRunning(m_query);
            break;
        }
        if (m_query.wantsNames() && !m_hasNames) { // names follow
            m_isSearching = true;
            addActions(targets);
            setTargets(std::move(targets));
            prepare();
        }
        ask();
        return;
    }
    setTargets(std::move(targets));
}

/// The rows of the letters before stand until the answer comes: a list that goes and comes flickers.
void GoToModel::ask()
{
    if (!m_session->isOpen())
        return;
    // Names that are not read yet are not waited for: they are asked for again when they are.
    const bool hasNames = m_hasNames;
    m_isSearching = true;
    m_session->analysis().ask(
        AnalysisThread::Kind::Functions, AnalysisThread::Priority::Urgent, this,
        [search = GoToSearch(*m_session), query = m_query, hasNames](Inspection *core, const std::stop_token &stop) {
            return hasNames ? search.find(query, *core, stop) : search.findRunning(query);
        },
        [this, hasNames](std::vector<GoToTarget> targets) {
            m_isSearching = !hasNames && m_query.wantsNames() && m_isPreparing;
            addActions(targets);
            std::ranges::stable_sort(targets, std::ranges::greater(), &GoToTarget::score);
            setTargets(std::move(targets));
        });
}

QString GoToModel::emptySentence() const
{
    switch (m_query.scope) {
    case Scope::Actions: return tr("No action of that name.");
    case Scope::Goroutines: return tr("No goroutine and no thread fits.");
    case Scope::Line:
        return m_session->shownPlace().file.empty() ? tr("No source file is shown.") : tr("Type the number of a line.");
    case Scope::Address: return tr("Type an address, as 0xc000012340.");
    default: break;
    }
    if (m_query.number)
        return tr("No goroutine and no thread has that number.");
    const auto &process = m_session->process();
    if (process && process->match == FileMatch::None)
        return tr("Nothing of that name: without the program’s file there are few. Locate the executable.");
    if (process && !process->hasDebugInformation)
        return tr("Nothing of that name. The program has no debug information: its types and variables are not named.");
    return tr("Nothing of that name.");
}

void GoToModel::activate(const QModelIndex &index)
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return;
    const GoToTarget target = m_targets[size_t(index.row())];
    switch (target.kind) {
    case Kind::Hint: break; // leads nowhere by itself
    case Kind::Action: Q_EMIT actionWanted(int(target.number)); break;
    case Kind::Goroutine: m_session->selectGoroutine(target.number); break;
    case Kind::Thread: m_session->selectThread(qint64(target.number)); break;
    case Kind::Frame: m_session->selectFrame(size_t(target.number)); break;
    case Kind::Function:
        // Of C without debug information there is only code.
        if (target.place.file.empty()) {
            m_session->showCode(Address{target.number});
            break;
        }
        [[fallthrough]];
    case Kind::Place: m_session->showPlace(target.place); break;
    case Kind::Type: Q_EMIT nameWanted(NameKind::Type, QString::fromStdString(target.name)); break;
    case Kind::Variable: Q_EMIT nameWanted(NameKind::Variable, QString::fromStdString(target.name)); break;
    case Kind::Constant: Q_EMIT nameWanted(NameKind::Constant, QString::fromStdString(target.name)); break;
    case Kind::Package: Q_EMIT nameWanted(NameKind::Package, QString::fromStdString(target.name)); break;
    case Kind::Address: Q_EMIT memoryWanted(Address{target.number}); break;
    }
}

void GoToModel::openInEditor(const QModelIndex &index)
{
    if (checkIndex(index, CheckIndexOption::IndexIsValid))
        m_session->openInEditor(m_targets[size_t(index.row())].place);
}

int GoToModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_targets.size());
}

Qt::ItemFlags GoToModel::flags(const QModelIndex &index) const
{
    Qt::ItemFlags flags = QAbstractListModel::flags(index);
    if (!index.isValid())
        return flags;
    const GoToTarget &target = m_targets[size_t(index.row())];
    const bool isDisabled = target.kind == Kind::Action && qsizetype(target.number) < m_actions.size()
        && !m_actions.at(qsizetype(target.number)).isEnabled;
    return isDisabled ? flags & ~Qt::ItemIsEnabled : flags;
}

FunctionName GoToModel::nameOf(const GoToTarget &target) const
{
    switch (target.kind) {
    case Kind::Hint: return {QString::fromStdString(target.name), target.title};
    case Kind::Action: {
        const QString menu
            = qsizetype(target.number) < m_actions.size() ? m_actions.at(qsizetype(target.number)).menu : QString();
        return {menu.isEmpty() ? menu : menu + QStringLiteral(" ▸ "), target.title};
    }
    case Kind::Type: {
        const QString type = shortType(target.name);
        const qsizetype dot = type.left(type.indexOf(QLatin1Char('['))).indexOf(QLatin1Char('.'));
        return {type.left(dot + 1), type.mid(dot + 1)};
    }
    case Kind::Variable:
    case Kind::Constant: return functionName(target.name);
    case Kind::Package: {
        const QString path = shown(target.name);
        const qsizetype slash = path.lastIndexOf(QLatin1Char('/'));
        return {path.left(slash + 1), path.mid(slash + 1)};
    }
    case Kind::Place: return {{}, placeText(target.place)};
    case Kind::Address: return {{}, addressText(Address{target.number})};
    default: return functionName(target.place.function);
    }
}

QString GoToModel::kindText(const GoToTarget &target) const
{
    switch (target.kind) {
    case Kind::Hint: return {};
    case Kind::Action: {
        const bool isKnown = qsizetype(target.number) < m_actions.size();
        const auto isOn = isKnown ? m_actions.at(qsizetype(target.number)).isOn : std::nullopt;
        return !isOn ? tr("action") : *isOn ? tr("setting, on") : tr("setting, off");
    }
    case Kind::Goroutine: return tr("goroutine %1").arg(target.number);
    case Kind::Thread: return tr("thread %1").arg(target.number);
    case Kind::Frame: return tr("frame %1").arg(target.number);
    case Kind::Function: return tr("function");
    case Kind::Type: return tr("type");
    case Kind::Variable: return tr("variable");
    case Kind::Constant: return tr("constant");
    case Kind::Package: return tr("package");
    case Kind::Place: return m_query.line > 0 || m_query.scope == Scope::Line ? tr("line") : tr("file");
    case Kind::Address: return tr("memory at");
    }
    return {};
}

QVariant GoToModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const GoToTarget &target = m_targets[size_t(index.row())];
    const FunctionName name = nameOf(target);
    switch (role) {
    case Qt::DisplayRole: {
        QString text = kindText(target);
        for (const QString &part : {name.whole(), target.detail}) {
            if (!text.isEmpty() && !part.isEmpty())
                text += QLatin1Char(' ');
            text += part;
        }
        return text;
    }
    case KindRole: return QVariant::fromValue(int(target.kind));
    case KindTextRole: return kindText(target);
    case PackageRole: return name.package;
    case FunctionRole: return name.name;
    case DetailRole: return target.detail;
    case MatchedRole: {
        QList<int> matched;
        if (target.kind == Kind::Hint || m_query.number)
            return QVariant::fromValue(matched);
        // What was found in a part of the path that is not shown can't be marked.
        const std::string whole = name.whole().toStdString();
        for (const uint32_t at : FuzzyPattern(m_query.text.toStdString()).positions(whole))
            matched.append(int(QString::fromUtf8(whole.data(), qsizetype(at)).size()));
        return QVariant::fromValue(matched);
    }
    default: return {};
    }
}

}

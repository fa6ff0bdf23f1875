// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "model/symbolmodel.h"

#include "backend/base/fuzzypattern.h"
#include "model/format.h"

#include <algorithm>

namespace Freezeframe
{

namespace
{

/// In two parts as a row shows it: the name, and the package that it is of.
FunctionName partsOf(NameKind kind, const std::string &name)
{
    switch (kind) {
    case NameKind::Type: {
        const QString type = shortType(name);
        const qsizetype dot = type.left(type.indexOf(QLatin1Char('['))).indexOf(QLatin1Char('.'));
        return {type.left(std::max<qsizetype>(dot, 0)), type.mid(dot + 1)};
    }
    case NameKind::File: {
        const QString path = shown(name);
        const qsizetype slash = path.lastIndexOf(QLatin1Char('/'));
        return {path.left(std::max<qsizetype>(slash, 0)), path.mid(slash + 1)};
    }
    case NameKind::Package: {
        const QString path = shown(name);
        return {path, path.mid(path.lastIndexOf(QLatin1Char('/')) + 1)};
    }
    default: {
        FunctionName parts = functionName(name);
        if (parts.package.endsWith(QLatin1Char('.')))
            parts.package.chop(1);
        return parts;
    }
    }
}

}

SymbolModel::SymbolModel(Session *session, QObject *parent)
    : QAbstractTableModel(parent)
    , m_session(session)
{
    connect(session, &Session::opening, this, &SymbolModel::clear);
}

void SymbolModel::clear()
{
    beginResetModel();
    ++m_generation;
    m_rows.clear();
    m_facts.clear();
    m_total = 0;
    m_isSearching = false;
    endResetModel();
}

void SymbolModel::search(NameKind kind, const QString &text)
{
    if (kind != m_kind)
        clear();
    m_kind = kind;
    m_text = text.trimmed();
    if (!m_session->isOpen())
        return;
    m_isSearching = true;
    AnalysisThread &analysis = m_session->analysis();
    analysis.ask(
        AnalysisThread::Kind::Symbols, AnalysisThread::Priority::Background, this,
        [&analysis, kind, text = m_text.toStdString()](Inspection *core, const std::stop_token &stop) {
            Found found;
            // The first time all names are read.
            const auto names = core->names(stop, [&analysis] { analysis.answerUrgent(); });
            if (!names)
                return found;
            const FuzzyPattern pattern(text);
            auto fitting = names->fitting(pattern, NameIndex::only(kind), stop);
            found.total = fitting.size();
            found.rows = names->best(std::move(fitting), FuzzyPattern({}), mostRows);
            return found;
        },
        [this](Found found) {
            beginResetModel();
            ++m_generation;
            m_rows = std::move(found.rows);
            m_total = found.total;
            m_facts.assign(m_rows.size(), std::nullopt);
            m_isSearching = false;
            endResetModel();
            Q_EMIT listed();
        });
}

void SymbolModel::wantFacts(const QList<int> &rows)
{
    QList<int> missing;
    for (const int row : rows) {
        if (row >= 0 && row < int(m_facts.size()) && !m_facts[size_t(row)] && missing.size() < atOnce)
            missing.append(row);
    }
    if (!missing.isEmpty())
        askFacts(missing, false);
}

void SymbolModel::wantAllFacts()
{
    QList<int> missing;
    for (size_t row = 0; row < m_facts.size() && missing.size() < atOnce; ++row) {
        if (!m_facts[row])
            missing.append(int(row));
    }
    if (!missing.isEmpty())
        askFacts(missing, true);
}

void SymbolModel::askFacts(QList<int> rows, bool isAll)
{
    std::vector<SymbolName> symbols;
    for (const int row : rows)
        symbols.push_back(symbol(row));
    const auto kind = isAll ? AnalysisThread::Kind::AllSymbolFacts : AnalysisThread::Kind::SymbolFacts;
    const auto priority = isAll ? AnalysisThread::Priority::Background : AnalysisThread::Priority::Urgent;
    m_session->analysis().ask(
        kind, priority, this,
        [symbols = std::move(symbols)](Inspection *core, const std::stop_token &stop) {
            std::vector<SymbolFacts> facts;
            for (const SymbolName &symbol : symbols) {
                if (stop.stop_requested())
                    break;
                facts.push_back(core->symbolFacts(symbol));
            }
            return facts;
        },
        [this, rows = std::move(rows), generation = m_generation, isAll](std::vector<SymbolFacts> facts) {
            if (generation != m_generation || facts.empty())
                return;
            for (size_t i = 0; i < facts.size(); ++i)
                m_facts[size_t(rows.at(qsizetype(i)))] = std::move(facts[i]);
            const auto [first, last] = std::ranges::minmax(rows.first(qsizetype(facts.size())));
            Q_EMIT dataChanged(index(first, Text), index(last, Address));
            if (isAll)
                wantAllFacts();
        });
}

const SymbolFacts *SymbolModel::facts(int row) const
{
    return row >= 0 && row < int(m_facts.size()) && m_facts[size_t(row)] ? &*m_facts[size_t(row)] : nullptr;
}

SymbolName SymbolModel::symbol(int row) const
{
    if (row < 0 || row >= int(m_rows.size()))
        return {};
    const NameHit &hit = m_rows[size_t(row)];
    return {.kind = hit.kind, .name = hit.name, .entry = hit.entry};
}

QString SymbolModel::emptySentence() const
{
    if (!m_session->isOpen() || m_isSearching)
        return tr("Reading names…");
    const ProcessSummary &process = *m_session->process();
    const bool wantsDebug = m_kind == NameKind::Type || m_kind == NameKind::Variable || m_kind == NameKind::Constant;
    if (process.match == FileMatch::None && (wantsDebug || m_text.isEmpty()))
        return tr("The program’s file was not found, and the core alone has no names. Locate the executable.");
    if (wantsDebug && !process.hasDebugInformation)
        return tr("The program has no debug information: it does not name its types, variables and constants.");
    return m_text.isEmpty() ? tr("The program has none.") : tr("Nothing of that name.");
}

int SymbolModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int SymbolModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString SymbolModel::text(int row, Column column) const
{
    const NameHit &hit = m_rows[size_t(row)];
    const SymbolFacts *known = facts(row);
    switch (column) {
    case Name: return partsOf(m_kind, hit.name).name;
    case Package: return partsOf(m_kind, hit.name).package;
    case Text:
        if (!known)
            return {};
        if (m_kind == NameKind::Function)
            return placeText(known->place);
        return known->error && known->text.empty() ? absenceText(*known->error) : shown(known->text);
    case Type: return known ? shortType(known->type) : QString();
    case Size: return known && known->size ? countText(*known->size) : QString();
    case Address:
        if (known && known->address)
            return addressText(*known->address);
        return hit.kind == NameKind::Function ? addressText(hit.entry) : QString();
    case ColumnCount: break;
    }
    return {};
}

QVariant SymbolModel::sortValue(int row, Column column) const
{
    const SymbolFacts *known = facts(row);
    if (column == Size)
        return known && known->size ? QVariant(qulonglong(*known->size)) : QVariant();
    if (column == Address) {
        const NameHit &hit = m_rows[size_t(row)];
        const auto address = known && known->address ? known->address : std::optional(hit.entry);
        return qulonglong(address->value);
    }
    return text(row, column);
}

QVariant SymbolModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const auto column = Column(index.column());
    const int row = index.row();
    const SymbolFacts *known = facts(row);
    switch (role) {
    case Qt::DisplayRole: return text(row, column);
    case Qt::ToolTipRole:
        if (column == Name || column == Package)
            return shown(m_rows[size_t(row)].name);
        if (column == Text && known && m_kind == NameKind::Function)
            return shown(known->place.file);
        return column == Type && known ? shown(known->type) : text(row, column);
    case Qt::TextAlignmentRole: return column == Size ? QVariant(int(Qt::AlignRight | Qt::AlignVCenter)) : QVariant();
    case SortRole: return sortValue(row, column);
    case FullNameRole: return QString::fromStdString(m_rows[size_t(row)].name);
    case MutedRole: return column == Package || m_rows[size_t(row)].rank == PackageRank::Compiler;
    case AbsentRole: return column == Text && known && known->error && known->text.empty();
    case MatchedRole: {
        QList<int> matched;
        const bool hasPackage = m_kind != NameKind::File && m_kind != NameKind::Package;
        if ((column != Name && (column != Package || !hasPackage)) || m_text.isEmpty())
            return QVariant::fromValue(matched);
        // Some letters stand in one column, others in the other.
        const FunctionName parts = partsOf(m_kind, m_rows[size_t(row)].name);
        const QString whole = parts.package + QLatin1Char('.') + parts.name;
        const std::string bytes = (m_kind == NameKind::Package ? parts.name : whole).toStdString();
        const int before = m_kind == NameKind::Package ? 0 : int(parts.package.size()) + 1;
        for (const uint32_t at : FuzzyPattern(m_text.toStdString()).positions(bytes)) {
            const int letter = int(QString::fromUtf8(bytes.data(), qsizetype(at)).size()) - before;
            if (column == Name && letter >= 0)
                matched.append(letter);
            else if (column == Package && letter < -1)
                matched.append(letter + before);
        }
        return QVariant::fromValue(matched);
    }
    default: return {};
    }
}

QVariant SymbolModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (Column(section)) {
    case Name: return tr("Name");
    case Package:
        return m_kind == NameKind::File ? tr("Folder") : m_kind == NameKind::Package ? tr("Path") : tr("Package");
    case Text:
        return m_kind == NameKind::Function ? tr("Place")
            : m_kind == NameKind::Type      ? tr("Kind")
            : m_kind == NameKind::Package   ? tr("Has")
                                            : tr("Value");
    case Type: return tr("Type");
    case Size: return tr("Bytes");
    case Address: return tr("Address");
    case ColumnCount: break;
    }
    return {};
}

}

// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "model/completionmodel.h"

#include "backend/inspect/expressioncompletion.h"
#include "model/format.h"

namespace Freezeframe
{

namespace
{

QString kindText(Completion::Kind kind)
{
    switch (kind) {
    case Completion::Kind::Local: return CompletionModel::tr("local");
    case Completion::Kind::Parameter: return CompletionModel::tr("parameter");
    case Completion::Kind::Field: return CompletionModel::tr("field");
    case Completion::Kind::Method: return CompletionModel::tr("method");
    case Completion::Kind::Variable: return CompletionModel::tr("package variable");
    case Completion::Kind::Constant: return CompletionModel::tr("constant");
    case Completion::Kind::Function: return CompletionModel::tr("function");
    case Completion::Kind::Type: return CompletionModel::tr("type");
    case Completion::Kind::Package: return CompletionModel::tr("package");
    case Completion::Kind::Word: return CompletionModel::tr("word");
    }
    return {};
}

/// Whether the detail tells more than the kind.
bool isTyped(Completion::Kind kind)
{
    return kind == Completion::Kind::Local || kind == Completion::Kind::Parameter || kind == Completion::Kind::Field;
}

}

CompletionModel::CompletionModel(Session *session, QObject *parent)
    : QAbstractListModel(parent)
    , m_session(session)
{
    connect(session, &Session::opening, this, &CompletionModel::clear);
    connect(session, &Session::selectionChanged, this, &CompletionModel::clear);
}

CompletionModel::~CompletionModel() = default;

void CompletionModel::complete(const QString &text)
{
    m_session->completions(this, text, mostRows, [this, text](const Result<Completions> &answer) {
        receive(text, answer ? *answer : Completions());
    });
}

void CompletionModel::clear()
{
    m_session->analysis().cancel(AnalysisThread::Kind::ExpressionCompletion);
    beginResetModel();
    m_rows.clear();
    m_text.clear();
    m_begin = 0;
    endResetModel();
}

void CompletionModel::receive(const QString &text, const Completions &answer)
{
    beginResetModel();
    m_text = text;
    const QByteArray bytes = text.toUtf8();
    m_begin = QString::fromUtf8(bytes.first(qsizetype(std::min(answer.begin, size_t(bytes.size()))))).size();
    m_rows.clear();
    for (const Completion &one : answer.found) {
        Row row{.text = QString::fromStdString(one.text),
                .detail = isTyped(one.kind) ? shortType(one.detail) : shown(one.detail),
                .kind = kindText(one.kind),
                .matched = {}};
        for (const uint32_t at : one.matched)
            row.matched.append(int(QString::fromUtf8(one.text.data(), qsizetype(at)).size()));
        m_rows.push_back(std::move(row));
    }
    endResetModel();
    Q_EMIT completed();
}

int CompletionModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

QVariant CompletionModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row &row = m_rows[size_t(index.row())];
    switch (role) {
    case Qt::DisplayRole: return row.text;
    case Qt::AccessibleTextRole: return row.text + QLatin1String(", ") + row.kind + QLatin1Char(' ') + row.detail;
    case DetailRole: return row.detail;
    case KindRole: return row.kind;
    case MatchedRole: return QVariant::fromValue(row.matched);
    default: return {};
    }
}

}

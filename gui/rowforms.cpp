// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/rowforms.h"

#include "model/format.h"
#include "model/session.h"
#include "model/variablemodel.h"

#include <QMenu>
#include <QPersistentModelIndex>
#include <QPointer>

#include <algorithm>

namespace Freezeframe
{

namespace
{

constexpr qsizetype mostPreview = 48; ///< characters of a form in the menu
constexpr qsizetype mostInRow = 4096;
constexpr qsizetype mostForms = 1000; ///< kept

QString inOneLine(const std::string &text, qsizetype most)
{
    QString line = shown(text.substr(0, size_t(most) * 4)).simplified();
    if (line.size() > most)
        line = line.left(most - 1) + QChar(u'…');
    return line;
}

}

RowForms::RowForms(Session *session, VariableModel *model, QObject *parent)
    : QObject(parent)
    , m_session(session)
    , m_model(model)
{
    connect(model, &QAbstractItemModel::rowsInserted, this, &RowForms::applyTo);
    connect(model, &QAbstractItemModel::modelReset, this, [this] { applyTo({}, 0, m_model->rowCount() - 1); });
}

QString RowForms::nameOf(ValueForm form)
{
    switch (form) {
    case ValueForm::Default: return tr("Default");
    case ValueForm::Decimal: return tr("Decimal");
    case ValueForm::Hexadecimal: return tr("Hexadecimal");
    case ValueForm::Octal: return tr("Octal");
    case ValueForm::Binary: return tr("Binary");
    case ValueForm::Scientific: return tr("Scientific");
    case ValueForm::Character: return tr("Character");
    case ValueForm::Quoted: return tr("Quoted");
    case ValueForm::Duration: return tr("Duration");
    case ValueForm::UnixSeconds: return tr("Unix Time (s)");
    case ValueForm::UnixMilliseconds: return tr("Unix Time (ms)");
    case ValueForm::UnixMicroseconds: return tr("Unix Time (µs)");
    case ValueForm::UnixNanoseconds: return tr("Unix Time (ns)");
    case ValueForm::IpAddress: return tr("IP Address");
    case ValueForm::Uuid: return tr("UUID");
    case ValueForm::Go: return tr("Go, with Types");
    case ValueForm::Json: return tr("JSON");
    case ValueForm::HexDump: return tr("Hex Dump");
    }
    return {};
}

QString RowForms::keyOf(const QModelIndex &index) const
{
    const VariableInfo *variable = m_model->variable(index);
    if (!variable)
        return {};
    const std::string &name = variable->expression.empty() ? variable->name : variable->expression;
    return m_scope + QLatin1Char('\n') + QString::fromStdString(name) + QLatin1Char('\n')
        + QString::fromStdString(variable->type);
}

void RowForms::choose(const QModelIndex &index, const FormedValue &value)
{
    const QString key = keyOf(index);
    if (value.form == ValueForm::Default)
        m_forms.remove(key);
    else if (m_forms.size() < mostForms)
        m_forms.insert(key, value.form);
    m_model->setFormed(index, inOneLine(value.text, mostInRow));
}

void RowForms::applyTo(const QModelIndex &parent, int first, int last)
{
    if (m_forms.isEmpty())
        return;
    for (int row = first; row <= last; ++row) {
        const QPersistentModelIndex index(m_model->index(row, 0, parent));
        const VariableInfo *variable = m_model->variable(index);
        const auto form = variable ? m_forms.constFind(keyOf(index)) : m_forms.constEnd();
        if (form == m_forms.constEnd() || variable->handle == 0)
            continue;
        m_session->valueForms(this, variable->handle,
                              [this, index, wanted = *form](const Result<std::vector<FormedValue>> &forms) {
                                  if (!forms || !index.isValid())
                                      return;
                                  const auto found = std::ranges::find(*forms, wanted, &FormedValue::form);
                                  if (found != forms->end())
                                      m_model->setFormed(index, inOneLine(found->text, mostInRow));
                              });
    }
}

void RowForms::addMenu(QMenu *menu, const QModelIndex &index)
{
    const VariableInfo *variable = m_model->variable(index);
    if (!variable || variable->handle == 0)
        return;
    auto *forms = menu->addMenu(tr("Show As"));
    const QPersistentModelIndex row(index);
    const auto add = [this, forms, row](const FormedValue &value, const QString &preview, bool isChosen) {
        QString text = nameOf(value.form);
        if (!preview.isEmpty())
            text += QLatin1Char('\t') + QString(preview).replace(QLatin1Char('&'), QLatin1String("&&"));
        auto *action = forms->addAction(text, this, [this, row, value] {
            if (row.isValid())
                choose(row, value);
        });
        action->setCheckable(true);
        action->setChecked(isChosen);
    };
    const auto addDump = [this, forms, row] {
        forms->addAction(tr("Hex Dump in a Window"), this, [this, row] {
            if (const VariableInfo *dumped = m_model->variable(row))
                Q_EMIT windowWanted(*dumped, ValueForm::HexDump);
        });
    };
    const ValueForm chosen = m_forms.value(keyOf(index), ValueForm::Default);
    add({}, {}, chosen == ValueForm::Default);
    m_session->valueForms(
        this, variable->handle,
        [forms = QPointer(forms), add, addDump, chosen](const Result<std::vector<FormedValue>> &answer) {
            if (!forms || !answer)
                return;
            for (const FormedValue &value : *answer) {
                if (value.form == ValueForm::HexDump)
                    addDump();
                else
                    add(value, inOneLine(value.text, mostPreview), value.form == chosen);
            }
        });
}

}

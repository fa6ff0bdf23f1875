// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/variablemenu.h"

#include "gui/symboliciconengine.h"
#include "model/format.h"
#include "model/session.h"

#include <QApplication>
#include <QClipboard>
#include <QMenu>

#include <algorithm>

namespace Freezeframe
{

VariableMenu::VariableMenu(Session *session, QObject *parent)
    : QObject(parent)
    , m_session(session)
{
}

void VariableMenu::copyJson(const VariableInfo &variable)
{
    m_session->valueForms(this, variable.handle, [](const Result<std::vector<FormedValue>> &forms) {
        if (!forms)
            return;
        const auto json = std::ranges::find(*forms, ValueForm::Json, &FormedValue::form);
        if (json != forms->end())
            QApplication::clipboard()->setText(shownLines(json->text));
    });
}

void VariableMenu::addCopies(QMenu *menu, const VariableInfo &variable)
{
    const VariableInfo &copy = variable;
    const auto put = [](const std::string &text) { QApplication::clipboard()->setText(shown(text)); };
    menu->addAction(symbolicIcon(QStringLiteral("edit-copy")), tr("Copy Value"), this,
                    [put, copy] { put(copy.value); });
    menu->addAction(tr("Copy Name and Value"), this, [put, copy] { put(copy.name + " = " + copy.value); });
    if (copy.handle != 0)
        menu->addAction(tr("Copy Value as JSON"), this, [this, copy] { copyJson(copy); });
    if (!copy.expression.empty())
        menu->addAction(tr("Copy Expression"), this, [put, copy] { put(copy.expression); });
    if (copy.address)
        menu->addAction(tr("Copy Address"), this,
                        [copy] { QApplication::clipboard()->setText(addressText(*copy.address)); });
}

void VariableMenu::fill(QMenu *menu, const VariableInfo &variable, const std::function<void(QMenu *)> &addForms)
{
    const VariableInfo copy = variable;
    menu->addAction(tr("Open in a Window"), this, [this, copy] { Q_EMIT valueWanted(copy); });
    if (copy.isList && copy.handle != 0)
        menu->addAction(tr("Open as a Table"), this, [this, copy] { Q_EMIT tableWanted(copy); });
    addForms(menu);
    menu->addSeparator();
    addCopies(menu, copy);
    menu->addSeparator();
    if (copy.address) {
        menu->addAction(symbolicIcon(QStringLiteral("memory")), tr("Show in Memory"), this,
                        [this, copy] { Q_EMIT memoryWanted(*copy.address); });
    }
    if (copy.contentAddress) {
        const bool isPointer = copy.type.starts_with('*');
        menu->addAction(isPointer ? tr("Show What It Points To in Memory") : tr("Show Its Elements in Memory"), this,
                        [this, copy] { Q_EMIT memoryWanted(*copy.contentAddress); });
    }
    if (copy.handle != 0 && copy.contentSize > 0)
        menu->addAction(tr("Save Bytes…"), this, [this, copy] { Q_EMIT saveWanted(copy); });
    if (copy.address) {
        menu->addAction(tr("Find What Points Here"), this, [this, copy] { Q_EMIT searchPointers(*copy.address); });
    }
    if (!copy.expression.empty()) {
        menu->addAction(tr("Show Beside All Goroutines"), this,
                        [this, copy] { Q_EMIT columnWanted(shown(copy.expression)); });
        menu->addAction(tr("Watch"), this, [this, copy] { Q_EMIT watchWanted(shown(copy.expression)); });
    }
}

}

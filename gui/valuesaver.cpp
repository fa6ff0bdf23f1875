// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/valuesaver.h"

#include "gui/liststrip.h"
#include "gui/windowtitle.h"
#include "model/format.h"
#include "model/valuesave.h"

#include <QFileDialog>

namespace Freezeframe
{

ValueSaver::ValueSaver(Session *session, QWidget *list, QObject *parent)
    : QObject(parent)
    , m_session(session)
    , m_list(list)
    , m_strip(new ListStrip(list))
    , m_save(new ValueSave(session, this))
{
    connect(m_strip, &ListStrip::cancelled, this, [this] {
        m_save->cancel();
        m_strip->end();
    });
    connect(m_save, &ValueSave::progressChanged, this, [this](quint64 done, quint64 total) {
        m_strip->showProgress(tr("Saving: %1 of %2").arg(sizeText(done), sizeText(total)));
    });
    connect(m_save, &ValueSave::saved, this, [this](const QString &path, quint64 size) {
        m_strip->showResult(tr("%1 saved in %2").arg(sizeText(size), shown(path.toStdString())), false);
    });
    connect(m_save, &ValueSave::failed, this, [this](const QString &sentence) { m_strip->showResult(sentence, true); });
}

void ValueSaver::ask(const VariableInfo &variable)
{
    if (m_save->isRunning()) {
        m_strip->showResult(tr("Something is being saved: wait for it, or cancel it"), true);
        return;
    }
    auto *dialog = new QFileDialog(
        m_list, windowTitleOf({programName(*m_session->process()), shown(variable.name)}, tr("Save Bytes")));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilters({tr("Raw bytes (*.bin)"), tr("All files (*)")});
    connect(dialog, &QFileDialog::fileSelected, this,
            [this, handle = variable.handle, size = variable.contentSize](const QString &path) {
                m_save->start(handle, size, path);
            });
    dialog->open();
}

}

// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/memorysavestrip.h"

#include "gui/memorysavedialog.h"
#include "model/format.h"

namespace Freezeframe
{

MemorySaveStrip::MemorySaveStrip(Session *session, QWidget *parent)
    : TaskStrip(parent)
    , m_save(new MemorySave(session, this))
{
    connect(m_save, &MemorySave::progressChanged, this, &TaskStrip::setProgress);
    connect(this, &TaskStrip::cancelled, m_save, &MemorySave::cancel);
    connect(m_save, &MemorySave::saved, this, [this](const QString &path, quint64 size, quint64 missing) {
        end();
        QString sentence = tr("%1 saved in %2").arg(sizeText(size), path);
        if (missing > 0)
            sentence += tr(", of which %1 were not there and are zeros").arg(sizeText(missing));
        Q_EMIT said(sentence, missing > 0);
    });
    connect(m_save, &MemorySave::failed, this, [this](const QString &sentence) {
        end();
        Q_EMIT said(sentence, true);
    });
    connect(m_save, &MemorySave::cancelled, this, [this] {
        end();
        Q_EMIT said(tr("Cancelled: nothing was written"), false);
    });
}

void MemorySaveStrip::ask(Address start, quint64 size)
{
    if (m_save->isRunning()) {
        Q_EMIT said(tr("Something is being saved: wait for it, or cancel it"), true);
        return;
    }
    auto *dialog = new MemorySaveDialog(m_save, start, size, parentWidget());
    connect(dialog, &MemorySaveDialog::chosen, this, [this](const MemorySave::Wanted &wanted) {
        begin(tr("Saving %1…").arg(sizeText(wanted.size)));
        m_save->start(wanted);
    });
    dialog->open();
}

}

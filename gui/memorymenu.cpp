// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/memorymenu.h"

#include "gui/memoryview.h"
#include "gui/symboliciconengine.h"
#include "model/addressnames.h"
#include "model/format.h"

#include <QApplication>
#include <QClipboard>
#include <QMenu>

namespace Freezeframe
{

MemoryMenu::MemoryMenu(Session *session, MemoryView *view, const AddressNames *names, QObject *parent)
    : QObject(parent)
    , m_session(session)
    , m_view(view)
    , m_names(names)
{
}

void MemoryMenu::fill(QMenu *menu)
{
    const auto selected = m_view->selection();
    if (!selected)
        return;
    const auto [first, last] = *selected;
    const uint64_t size = last - first + 1;
    if (const auto target = m_view->pointerAt(*m_view->current())) {
        menu->addAction(symbolicIcon(QStringLiteral("memory")), tr("&Follow to %1").arg(addressText(*target)), this,
                        [this, target = *target] { Q_EMIT addressWanted(target); });
        menu->addAction(tr("Find &Other Pointers to %1").arg(addressText(*target)), this, [this, target = *target] {
            Q_EMIT searchWanted(MemorySearchRun::Kind::Pointers, addressText(target));
        });
    }
    menu->addAction(symbolicIcon(QStringLiteral("search")), tr("Find What Points &Here"), this,
                    [this, first] { Q_EMIT searchWanted(MemorySearchRun::Kind::Pointers, addressText(first)); });
    menu->addSeparator();
    const MemoryRows::Row stretch = m_view->rows().stretchAt(first);
    if (stretch.isHole)
        menu->addAction(tr("Go &Past It"), this, [this, stretch] { Q_EMIT addressWanted(stretch.last + 1); })
            ->setEnabled(stretch.last.value != UINT64_MAX);
    if (const auto object = m_names->object(*m_view->current()))
        menu->addAction(tr("Select Its Heap Ob&ject"), this, [this, object = *object] {
            m_view->select(object.address, object.address + (object.size - 1));
        });
    if (const MemoryRegion *region = m_view->rows().regionAt(first); region && !stretch.isHole) {
        menu->addAction(tr("Select Its &Region"), this,
                        [this, range = region->range] { m_view->select(range.begin, range.end - 1); });
        menu->addAction(symbolicIcon(QStringLiteral("document-save")), tr("Save Its Region…"), this,
                        [this, range = region->range] { Q_EMIT saveWanted(range.begin, range.size()); });
    }
    menu->addAction(symbolicIcon(QStringLiteral("document-save")), tr("&Save the Selection…"), this,
                    [this, first, size] { Q_EMIT saveWanted(first, size); });
    menu->addSeparator();
    addCopies(menu);
}

void MemoryMenu::addCopies(QMenu *menu)
{
    menu->addAction(tr("Copy A&ddress"), this,
                    [first = m_view->selection()->first] { QApplication::clipboard()->setText(addressText(first)); });
    const auto add = [this, menu](const QString &text, MemoryCopy form) {
        return menu->addAction(text, this, [this, form] { copy(form); });
    };
    QAction *hexadecimal = add(tr("Copy &Bytes"), MemoryCopy::Hexadecimal);
    hexadecimal->setShortcut(QKeySequence::Copy);
    add(tr("Copy as &Text"), MemoryCopy::Text);
    add(tr("Copy as He&x Dump"), MemoryCopy::Dump);
    add(tr("Copy as &Go []byte"), MemoryCopy::GoBytes);
    add(tr("Copy as Go St&ring"), MemoryCopy::GoString);
    add(tr("Copy as &C Array"), MemoryCopy::CArray);
}

void MemoryMenu::copy(MemoryCopy form)
{
    const auto selected = m_view->selection();
    if (!selected)
        return;
    const auto [first, last] = *selected;
    if (last - first >= mostCopied) {
        Q_EMIT refused(tr("%1 at most go to the clipboard: save the selection to a file").arg(sizeText(mostCopied)));
        return;
    }
    m_session->memoryRange(this, first, last - first + 1, [this, form](const MemoryBytes &bytes) {
        const auto text = copiedMemory(form, bytes.address, bytes.bytes);
        if (!text) {
            Q_EMIT refused(errorText(text.error()));
            return;
        }
        QApplication::clipboard()->setText(*text);
        Q_EMIT copied();
    });
}

}

// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/modulefetch.h"

#include "backend/elf/debuginfod.h"
#include "gui/liststrip.h"
#include "gui/listview.h"
#include "model/format.h"
#include "model/modulemodel.h"
#include "model/session.h"

#include <QMenu>
#include <QMessageBox>
#include <QPushButton>

namespace Freezeframe
{

ModuleFetch::ModuleFetch(Session *session, ListView *modules)
    : QObject(modules)
    , m_session(session)
    , m_list(modules)
    , m_fetch(new DebugFetchRun(this))
    , m_strip(new ListStrip(modules))
{
    connect(m_list, &ListView::menuWanted, this, &ModuleFetch::addTo);
    connect(m_fetch, &DebugFetchRun::progressChanged, m_strip, &ListStrip::showProgress);
    connect(m_fetch, &DebugFetchRun::ended, this, &ModuleFetch::receive);
    connect(m_strip, &ListStrip::cancelled, this, [this] {
        m_cancelled = true;
        m_fetch->cancel();
    });
    connect(session, &Session::opening, this, [this] {
        m_cancelled = m_cancelled || m_fetch->isRunning(); // it was about another core
        m_fetch->cancel();
    });
}

/// Of one module, or of all (an empty path): those whose file is there, but without debug information.
std::vector<DebugFetchRun::Wanted> ModuleFetch::missing(const QString &path) const
{
    std::vector<DebugFetchRun::Wanted> wanted;
    if (!m_session->modules())
        return wanted;
    for (const ModuleInfo &module : *m_session->modules()) {
        const bool isMeant = path.isEmpty() || shown(module.path) == path;
        if (isMeant && !module.hasDebugInformation && !module.buildId.empty() && !module.filePath.empty())
            wanted.push_back({.name = fileName(module.path), .buildId = module.buildId});
    }
    return wanted;
}

void ModuleFetch::addTo(QMenu *menu, const QModelIndex &cell)
{
    const auto one = missing(cell.siblingAtColumn(ModuleModel::Path).data().toString());
    const auto all = missing({});
    menu->addSeparator();
    const auto add = [&](const QString &text, const std::vector<DebugFetchRun::Wanted> &wanted) {
        QAction *action = menu->addAction(text, this, [this, wanted] { ask(wanted); });
        action->setEnabled(!wanted.empty() && !m_fetch->isRunning());
    };
    add(tr("&Fetch Its Debug Information…"), one);
    add(tr("Fetch What All Modules Lack…"), all);
}

void ModuleFetch::ask(const std::vector<DebugFetchRun::Wanted> &wanted)
{
    QStringList servers;
    for (const std::string &server : Debuginfod::servers())
        servers.append(shown(server));
    if (servers.isEmpty()) {
        m_strip->showResult(tr("No debuginfod server is known: set DEBUGINFOD_URLS, as https://debuginfod.debian.net"),
                            true);
        return;
    }
    QStringList names;
    constexpr size_t mostNamed = 8;
    for (size_t i = 0; i < wanted.size() && i < mostNamed; ++i)
        names.append(wanted[i].name);
    if (wanted.size() > mostNamed)
        names.append(tr("%1 more").arg(countText(wanted.size() - mostNamed)));
    auto *box = new QMessageBox(QMessageBox::Question, tr("Fetch Debug Information"),
                                tr("Ask %1 for the debug information of %2?")
                                    .arg(servers.join(QLatin1String(", ")), names.join(QLatin1String(", "))),
                                QMessageBox::Cancel, m_list->window());
    box->setInformativeText(tr(
        "The servers learn the build ids of these files and this machine’s address; nothing of " "the core leaves it. Then the core is opened anew."));
    QPushButton *fetch = box->addButton(tr("&Fetch"), QMessageBox::AcceptRole);
    box->setAttribute(Qt::WA_DeleteOnClose);
    connect(fetch, &QPushButton::clicked, this, [this, wanted] { start(wanted); });
    box->open();
}

void ModuleFetch::start(const std::vector<DebugFetchRun::Wanted> &wanted)
{
    if (m_fetch->isRunning())
        return;
    m_cancelled = false;
    m_strip->showProgress(tr("Fetching debug information"));
    m_fetch->start(wanted);
}

void ModuleFetch::receive(int fetched, const QStringList &problems)
{
    const QString count = fetched == 1 ? tr("1 file with debug information came.")
                                       : tr("%1 files with debug information came.").arg(countText(quint64(fetched)));
    QStringList parts;
    if (fetched > 0 || m_cancelled)
        parts.append(m_cancelled ? tr("Cancelled. %1").arg(count) : count);
    parts.append(problems.mid(0, 2));
    if (problems.size() > 2)
        parts.append(tr("%1 more did not come").arg(countText(quint64(problems.size() - 2))));
    const QString sentence = parts.join(QLatin1Char(' '));
    m_strip->showResult(sentence, fetched == 0 && !m_cancelled);
    Q_EMIT ended(sentence);
    if (fetched > 0 && !m_cancelled)
        Q_EMIT reopenWanted();
}

}

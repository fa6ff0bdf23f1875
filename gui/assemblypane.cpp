// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/assemblypane.h"

#include "gui/assemblyview.h"
#include "gui/fonts.h"
#include "gui/registerline.h"
#include "model/format.h"

#include <QActionGroup>
#include <QHBoxLayout>
#include <QMenu>
#include <QSettings>
#include <QVBoxLayout>

namespace Freezeframe
{

namespace
{

constexpr auto flavorKey = "Disassembly/Flavor";
constexpr auto sourceKey = "Disassembly/Source";
constexpr auto bytesKey = "Disassembly/Bytes";
constexpr DisassemblyFlavor flavors[] = {DisassemblyFlavor::Go, DisassemblyFlavor::Intel, DisassemblyFlavor::Gnu};

/// As it is kept, never translated.
QString keptName(DisassemblyFlavor flavor)
{
    switch (flavor) {
    case DisassemblyFlavor::Go: return QStringLiteral("go");
    case DisassemblyFlavor::Intel: return QStringLiteral("intel");
    case DisassemblyFlavor::Gnu: return QStringLiteral("gnu");
    }
    return {};
}

}

AssemblyPane::AssemblyPane(Session *session, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_view(new AssemblyView(this))
    , m_registers(new RegisterLine(this))
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_view, 1);
    auto *row = new QHBoxLayout;
    row->setContentsMargins(gridUnit(fontMetrics()) / 2, 0, gridUnit(fontMetrics()) / 2, 0);
    row->addWidget(m_registers);
    column->addLayout(row);
    m_registers->setFixedHeight(rowHeight(fontMetrics()));
    setFocusProxy(m_view);
    readSettings();
    connect(session, &Session::opening, this, [this] { m_view->setSentence({}); });
    connect(session, &Session::disassemblyChanged, this, &AssemblyPane::show);
    connect(session, &Session::disassemblyFailed, this,
            [this](const Error &error) { m_view->setSentence(tr("No disassembly: %1.").arg(shown(error.message))); });
    connect(session, &Session::registersChanged, this, [this](const Session::RegisterSet &registers) {
        m_values = registers;
        showRegisters();
    });
    connect(m_view, &AssemblyView::rowSelected, this, &AssemblyPane::showRegisters);
    connect(m_view, &AssemblyView::targetWanted, session, &Session::showCode);
    connect(m_view, &AssemblyView::memoryWanted, this, &AssemblyPane::memoryWanted);
    connect(m_view, &AssemblyView::sourceWanted, this, &AssemblyPane::sourceWanted);
    connect(m_view, &AssemblyView::menuOpening, this, &AssemblyPane::fillMenu);
    connect(m_registers, &RegisterLine::memoryWanted, this, &AssemblyPane::memoryWanted);
}

void AssemblyPane::readSettings()
{
    const QSettings settings;
    m_options.hasSource = settings.value(QLatin1String(sourceKey), true).toBool();
    m_options.hasBytes = settings.value(QLatin1String(bytesKey), false).toBool();
    const QString kept = settings.value(QLatin1String(flavorKey)).toString();
    for (const DisassemblyFlavor flavor : flavors) {
        if (kept == keptName(flavor))
            m_session->setDisassemblyFlavor(flavor);
    }
}

QString AssemblyPane::flavorName(DisassemblyFlavor flavor)
{
    switch (flavor) {
    case DisassemblyFlavor::Go: return tr("Go");
    case DisassemblyFlavor::Intel: return tr("Intel");
    case DisassemblyFlavor::Gnu: return tr("GNU");
    }
    return {};
}

void AssemblyPane::fillMenu(QMenu *menu)
{
    auto *group = new QActionGroup(menu);
    const QString explanations[] = {tr("&Go Syntax (Plan 9)"), tr("&Intel Syntax"), tr("G&NU Syntax (AT&&T)")};
    for (size_t i = 0; i < std::size(flavors); ++i) {
        const DisassemblyFlavor flavor = flavors[i];
        QAction *action = menu->addAction(explanations[i], this, [this, flavor] { setFlavor(flavor); });
        action->setCheckable(true);
        action->setChecked(flavor == m_session->disassemblyFlavor());
        group->addAction(action);
    }
    menu->addSeparator();
    QAction *source = menu->addAction(tr("Source &Lines Between"), this, [this](bool is) {
        setOptions({.hasSource = is, .hasBytes = m_options.hasBytes});
    });
    source->setCheckable(true);
    source->setChecked(m_options.hasSource);
    QAction *bytes = menu->addAction(tr("&Bytes of Instructions"), this, [this](bool is) {
        setOptions({.hasSource = m_options.hasSource, .hasBytes = is});
    });
    bytes->setCheckable(true);
    bytes->setChecked(m_options.hasBytes);
}

void AssemblyPane::setFlavor(DisassemblyFlavor flavor)
{
    QSettings().setValue(QLatin1String(flavorKey), keptName(flavor));
    m_session->setDisassemblyFlavor(flavor);
    Q_EMIT flavorChanged();
    m_session->disassemble();
}

void AssemblyPane::setOptions(CodeListing::Options options)
{
    QSettings settings;
    settings.setValue(QLatin1String(sourceKey), options.hasSource);
    settings.setValue(QLatin1String(bytesKey), options.hasBytes);
    m_options = options;
    if (!m_view->listing().rows().empty())
        show(m_view->listing().disassembly());
}

void AssemblyPane::show(const Disassembly &disassembly)
{
    // The person's place in the code stays when it is only written differently.
    const DisassemblyLine *selected = m_view->selectedInstruction();
    const Address before = selected ? selected->address : Address{};
    const bool isSame = m_view->listing().disassembly().current == disassembly.current
        && m_view->listing().disassembly().function == disassembly.function;
    m_view->setListing(CodeListing(disassembly, m_options));
    mark();
    m_view->selectAddress(isSame && !before.isNull() ? before : disassembly.current);
    showRegisters();
}

/// Where the frame stands, though other code may be on show.
void AssemblyPane::mark()
{
    const FrameInfo *frame = m_session->frame();
    const Address pc = !frame ? Address{} : frame->lookupPc.isNull() ? frame->pc : frame->lookupPc;
    m_view->setMark(pc.isNull() ? 0 : m_view->listing().rowOf(pc) + 1,
                    m_session->isAtCrash() ? CodeView::Mark::Crash : CodeView::Mark::Call);
}

void AssemblyPane::showRegisters()
{
    const FrameInfo *frame = m_session->frame();
    const DisassemblyLine *line = m_view->selectedInstruction();
    auto moment = RegisterLine::Moment::Elsewhere;
    if (frame && m_view->selectedRow() + 1 == m_view->markedLine())
        moment = frame->lookupPc == frame->pc ? RegisterLine::Moment::Before : RegisterLine::Moment::Call;
    m_registers->show(frame ? line : nullptr, m_values, moment, m_session->disassemblyFlavor());
}

}

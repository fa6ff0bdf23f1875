// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/sourcepanel.h"

#include "gui/assemblypane.h"
#include "gui/assemblyview.h"
#include "gui/fonts.h"
#include "gui/messagebar.h"
#include "gui/symboliciconengine.h"
#include "gui/windowtitle.h"
#include "model/format.h"
#include "model/session.h"

#include <QApplication>
#include <QButtonGroup>
#include <QClipboard>
#include <QFileDialog>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QShortcut>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include <utility>

namespace Freezeframe
{

namespace
{

/// "internal/cache/cache.go" for a function of the main module's package "MODULE/internal/cache", else empty.
QString pathInPackage(const FrameInfo *frame, const std::string &file, const ProcessSummary &process)
{
    if (!frame || frame->file != file)
        return {};
    const FunctionName name = functionNameInModule(frame->function, process.mainModule);
    const QString package = name.package.chopped(name.package.isEmpty() ? 0 : 1);
    const QString module = shown(process.mainModule).section(QLatin1Char(' '), 0, 0);
    if (package == QLatin1String("main") && !module.isEmpty() && shown(process.mainPackage) == module)
        return fileName(file);
    return package.contains(QLatin1Char('/')) ? package + QLatin1Char('/') + fileName(file) : QString();
}

}

SourcePanel::SourcePanel(Session *session, QWidget *parent)
    : Panel(QStringLiteral("Source"), tr("Source"), parent)
    , m_session(session)
    , m_source(new CodeView(this))
    , m_assembly(new AssemblyPane(session, this))
    , m_stack(new QStackedWidget(this))
    , m_missingBar(new MessageBar(MessageBar::Kind::Information, this))
    , m_staleBar(new MessageBar(MessageBar::Kind::Warning, this))
    , m_searchBar(new QWidget(this))
    , m_search(new QLineEdit(m_searchBar))
    , m_sourceButton(addToolButton({}, tr("Source"), tr("Source of the frame (D)")))
    , m_assemblyButton(addToolButton({}, tr("Disassembly"), tr("Disassembly of the frame (D)")))
    , m_flavorButton(addToolButton({}, {}, tr("How the disassembly is written")))
{
    setupViews();
    setupSearch();
    setupTools();
    connect(session, &Session::opening, this, [this] {
        showSource({}, 0);
        m_variables.clear();
    });
    connect(session, &Session::disassemblyChanged, this, &SourcePanel::refreshTitle);
    connect(session, &Session::sourceChanged, this, &SourcePanel::showSource);
    connect(session, &Session::variablesChanged, this, [this](const std::vector<VariableInfo> &variables) {
        m_variables = variables;
        annotate();
    });
    connect(session, &Session::selectionChanged, this, [this] {
        m_variables.clear();
        const bool isCode = m_session->selection().code.has_value();
        if (std::exchange(m_showsCode, isCode) != isCode)
            refreshMode();
        if (showsDisassembly() && m_session->frame())
            m_session->disassemble();
    });
}

QWidget *SourcePanel::focusTarget() const
{
    return currentView();
}

CodeView *SourcePanel::currentView() const
{
    return showsDisassembly() ? disassemblyView() : m_source;
}

CodeView *SourcePanel::disassemblyView() const
{
    return m_assembly->view();
}

void SourcePanel::setupViews()
{
    m_source->setAccessibleName(tr("Source"));
    m_stack->addWidget(m_source);
    m_stack->addWidget(m_assembly);
    auto *body = new QWidget(this);
    auto *column = new QVBoxLayout(body);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_missingBar);
    column->addWidget(m_staleBar);
    column->addWidget(m_stack, 1);
    column->addWidget(m_searchBar);
    m_missingBar->hide();
    m_staleBar->hide();
    connect(m_missingBar->addVerb(tr("Locate…")), &QPushButton::clicked, this, &SourcePanel::locate);
    body->setMinimumWidth(fontMetrics().averageCharWidth() * 55);
    setWidget(body);
    connect(m_source, &CodeView::lineFollowed, this, &SourcePanel::calleeWanted);
    connect(m_source, &CodeView::searchWanted, this, &SourcePanel::openSearch);
    connect(m_assembly->view(), &CodeView::searchWanted, this, &SourcePanel::openSearch);
    connect(m_assembly, &AssemblyPane::memoryWanted, this, &SourcePanel::memoryWanted);
    connect(m_assembly, &AssemblyPane::sourceWanted, this, [this](const SourceLocation &place) {
        setDisassemblyWanted(false);
        m_session->showPlace(place);
    });
}

void SourcePanel::setupSearch()
{
    const int unit = gridUnit(fontMetrics());
    auto *row = new QHBoxLayout(m_searchBar);
    row->setContentsMargins(unit / 2, unit / 4, unit / 2, unit / 4);
    m_search->setPlaceholderText(tr("Find in this text"));
    m_search->setAccessibleName(tr("Find in this text"));
    m_search->setClearButtonEnabled(true);
    m_search->addAction(symbolicIcon(QStringLiteral("search")), QLineEdit::LeadingPosition);
    row->addWidget(m_search);
    m_searchBar->hide();
    const auto find = [this](bool backward) { currentView()->findText(m_search->text(), backward); };
    connect(m_search, &QLineEdit::returnPressed, this,
            [find] { find(QApplication::keyboardModifiers() & Qt::ShiftModifier); });
    auto *close = new QShortcut(Qt::Key_Escape, m_search);
    close->setContext(Qt::WidgetShortcut);
    connect(close, &QShortcut::activated, this, [this] {
        m_searchBar->hide();
        currentView()->setFocus();
    });
}

void SourcePanel::setupTools()
{
    auto *group = new QButtonGroup(this);
    for (QToolButton *button : {m_sourceButton, m_assemblyButton}) {
        button->setCheckable(true);
        group->addButton(button);
    }
    m_sourceButton->setChecked(true);
    connect(m_sourceButton, &QToolButton::clicked, this, [this] { setDisassemblyWanted(false); });
    connect(m_assemblyButton, &QToolButton::clicked, this, [this] { setDisassemblyWanted(true); });
    auto *flavors = new QMenu(m_flavorButton);
    connect(flavors, &QMenu::aboutToShow, this, [this, flavors] {
        flavors->clear();
        m_assembly->fillMenu(flavors);
    });
    m_flavorButton->setMenu(flavors);
    m_flavorButton->setPopupMode(QToolButton::InstantPopup);
    m_flavorButton->hide();
    const auto name = [this] { m_flavorButton->setText(AssemblyPane::flavorName(m_session->disassemblyFlavor())); };
    connect(m_assembly, &AssemblyPane::flavorChanged, this, name);
    name();
    QToolButton *editor = addToolButton(QStringLiteral("text-x-source"), {}, tr("Open in the editor (O)"));
    connect(editor, &QToolButton::clicked, this, &SourcePanel::openInEditor);
    connect(m_source, &CodeView::menuWanted, this, [this](QMenu *menu, int line, int column) {
        menu->addAction(tr("Open in &Editor"), this, [this, line, column] { openLine(line, column); });
    });
    QToolButton *copy = addToolButton(QStringLiteral("edit-copy"), {}, tr("Copy the path and line"));
    connect(copy, &QToolButton::clicked, this, [this] {
        const QString path = shown(m_text.local.empty() ? m_text.recorded : m_text.local);
        QApplication::clipboard()->setText(QStringLiteral("%1:%2").arg(path).arg(m_line));
    });
}

void SourcePanel::openInEditor()
{
    const QTextCursor cursor = m_source->textCursor();
    if (!showsDisassembly() && m_source->hasFocus() && cursor.position() > 0)
        openLine(cursor.blockNumber() + 1, cursor.positionInBlock() + 1);
    else
        openLine(m_line, 1);
}

void SourcePanel::openLine(int line, int column)
{
    SourceLocation place = m_session->shownPlace();
    place.line = line;
    m_session->openInEditor(place, column);
}

void SourcePanel::openSearch()
{
    m_searchBar->show();
    m_search->setFocus(Qt::ShortcutFocusReason);
    m_search->selectAll();
}

bool SourcePanel::showsDisassembly() const
{
    return m_stack->currentWidget() == m_assembly;
}

void SourcePanel::toggleDisassembly()
{
    setDisassemblyWanted(!showsDisassembly());
}

void SourcePanel::setDisassemblyWanted(bool wanted)
{
    m_wantsDisassembly = wanted;
    const FrameInfo *frame = m_session->frame();
    const Selection &selection = m_session->selection();
    // Away from the frame only one of the two can be shown: the other is that of the frame.
    if (frame && (wanted ? selection.place.has_value() : selection.code.has_value()))
        m_session->selectFrame(*selection.frame);
    refreshMode();
}

void SourcePanel::refreshMode()
{
    const bool isMissing = m_text.error.has_value() || (m_text.recorded.empty() && m_session->frame() != nullptr);
    const Selection &selection = m_session->selection();
    const bool isCode = selection.code || (m_wantsDisassembly && !selection.place);
    const bool disassembly = m_session->frame() && (isCode || isMissing);
    const bool changed = disassembly != showsDisassembly();
    m_stack->setCurrentIndex(disassembly ? 1 : 0);
    m_sourceButton->setChecked(!disassembly);
    m_assemblyButton->setChecked(disassembly);
    m_flavorButton->setVisible(disassembly);
    if (disassembly && (changed || isMissing))
        m_session->disassemble();
    refreshTitle();
}

void SourcePanel::refreshTitle()
{
    if (showsDisassembly() && m_session->selection().code) {
        title()->setFact(shown(m_assembly->view()->listing().disassembly().function));
        return;
    }
    const std::string &path = m_text.local.empty() ? m_text.recorded : m_text.local;
    QString text = shown(path);
    if (m_session->process()) {
        // Inside the program's own module the path from there is enough.
        const QString module = shown(m_session->process()->mainModule).section(QLatin1Char(' '), 0, 0);
        const qsizetype at = module.isEmpty() ? -1 : text.indexOf(module + QLatin1Char('/'));
        const QString inPackage = pathInPackage(m_session->frame(), m_text.recorded, *m_session->process());
        if (at >= 0)
            text = text.mid(at + module.size() + 1);
        else if (!inPackage.isEmpty() && text.endsWith(QLatin1Char('/') + inPackage))
            text = inPackage;
    }
    title()->setFact(text.isEmpty() ? QString() : m_line > 0 ? QStringLiteral("%1:%2").arg(text).arg(m_line) : text);
}

void SourcePanel::showSource(const SourceText &source, int line)
{
    const bool sameText
        = source.recorded == m_text.recorded && source.local == m_text.local && !source.error && !m_text.error;
    m_text = source;
    m_line = line;
    m_missingBar->hide();
    m_staleBar->setVisible(source.newerThanProgram && !source.error);
    if (source.newerThanProgram)
        m_staleBar->setMessage(tr("%1 is newer than the program.").arg(fileName(source.recorded)),
                               tr("Lines may not fit."));
    if (source.error) {
        m_shownText.clear();
        showMissing(source);
        refreshMode();
        return;
    }
    if (!sameText)
        m_shownText = shownLines(source.text);
    const std::string &path = source.local.empty() ? source.recorded : source.local;
    m_source->setCode(shown(path), m_shownText, CodeHighlighter::languageOf(shown(path)));
    const bool isAway = m_session->selection().place.has_value();
    m_source->setMark(line, m_session->isAtCrash() && !isAway ? CodeView::Mark::Crash : CodeView::Mark::Call);
    refreshMode();
    annotate();
}

void SourcePanel::showMissing(const SourceText &source)
{
    const QString name = source.recorded.empty() ? tr("The source") : fileName(source.recorded);
    m_missingBar->setMessage(tr("%1 was not found.").arg(name), tr("Here is its disassembly instead."));
    m_missingBar->setToolTip(errorText(*source.error) + QLatin1Char('\n') + shown(source.recorded));
    m_missingBar->setVisible(!source.recorded.empty());
}

void SourcePanel::annotate()
{
    const FrameInfo *frame = m_session->frame();
    if (!frame || m_variables.empty() || m_shownText.isEmpty() || m_session->selection().place
        || frame->file != m_text.recorded)
        return;
    std::vector<LineValue> values = lineValues(m_shownText, m_line, m_variables, frame->function, frame->file);
    if (m_session->isAtCrash()) {
        const QStringView text = QStringView(m_shownText).split(QLatin1Char('\n')).value(m_line - 1);
        const CrashHint hint = findNilRead(*m_session->crash(), m_variables, text);
        if (hint.variable >= 0) {
            values.insert(values.begin(),
                          {.line = m_line, .text = tr("nil dereference: %1 is nil").arg(hint.name), .crashed = true});
            Q_EMIT crashHintFound(
                hint.variable, tr("read at offset 0x%1 on line %2").arg(QString::number(hint.offset, 16)).arg(m_line));
        }
    }
    m_source->setValues(values);
}

void SourcePanel::locate()
{
    auto *dialog = new QFileDialog(
        this, windowTitleOf({programName(*m_session->process())}, tr("Locate %1").arg(fileName(m_text.recorded))));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters({fileName(m_text.recorded), tr("All files (*)")});
    connect(dialog, &QFileDialog::fileSelected, this, [this, recorded = m_text.recorded](const QString &path) {
        m_session->locateSource(recorded, path.toStdString());
    });
    dialog->open();
}

}

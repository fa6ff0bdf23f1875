// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/programform.h"

#include "gui/fonts.h"
#include "gui/mutedlabel.h"
#include "gui/symboliciconengine.h"

#include <QDir>
#include <QFileInfo>
#include <QGridLayout>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QSettings>
#include <QToolButton>

#include <algorithm>

namespace Freezeframe
{
namespace
{

const QLatin1String tracebackName("GOTRACEBACK=");

bool forbids(const QString &line)
{
    return line.startsWith(tracebackName) && line.sliced(tracebackName.size()) != QLatin1String("crash");
}

}

ProgramForm::ProgramForm(QWidget *parent)
    : QWidget(parent)
    , m_program(new QLineEdit(this))
    , m_arguments(new QLineEdit(this))
    , m_folder(new QLineEdit(this))
    , m_environment(new QPlainTextEdit(this))
    , m_origin(new MutedLabel({}, this))
{
    setup();
    const QSettings settings;
    m_program->setText(settings.value("Run/Program").toString());
    m_arguments->setText(settings.value("Run/Arguments").toString());
    m_folder->setText(settings.value("Run/Folder", QDir::homePath()).toString());
    m_environment->setPlainText(settings.value("Run/Environment").toString());
    connect(m_program, &QLineEdit::textChanged, this, &ProgramForm::changed);
    connect(m_program, &QLineEdit::textEdited, this, [this] {
        m_start = {};
        m_origin->hide();
    });
}

void ProgramForm::setup()
{
    const int unit = gridUnit(fontMetrics());
    auto *grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(unit / 2);
    grid->setVerticalSpacing(unit * 3 / 8);
    addBrowser(grid, add(grid, tr("Program"), m_program), m_program, QFileDialog::ExistingFile, tr("Choose a Program"));
    add(grid, tr("Arguments"), m_arguments);
    addBrowser(grid, add(grid, tr("Folder"), m_folder), m_folder, QFileDialog::Directory,
               tr("Choose a Working Folder"));
    const int row = add(grid, tr("Environment"), m_environment);
    grid->addWidget(m_origin, row + 1, 1);
    m_origin->hide();
    m_arguments->setPlaceholderText(tr("As in a shell: quotes keep blanks together; nothing is expanded"));
    m_environment->setPlaceholderText(tr("NAME=value, one a line, on top of this program’s own"));
    m_environment->setFont(codeFont());
    m_environment->setTabChangesFocus(true);
    m_environment->setFixedHeight(QFontMetrics(m_environment->font()).lineSpacing() * 3 + unit * 3 / 4);
}

int ProgramForm::add(QGridLayout *grid, const QString &name, QWidget *field)
{
    auto *label = new MutedLabel(name, this);
    label->setBuddy(field);
    field->setAccessibleName(name);
    const int row = grid->rowCount();
    const bool isTall = field == m_environment;
    // In line with the first line of its field.
    label->setContentsMargins(0, isTall ? gridUnit(fontMetrics()) / 4 : 0, 0, 0);
    grid->addWidget(label, row, 0, isTall ? Qt::AlignTop : Qt::AlignVCenter);
    grid->addWidget(field, row, 1);
    return row;
}

void ProgramForm::addBrowser(QGridLayout *grid, int row, QLineEdit *edit, QFileDialog::FileMode mode,
                             const QString &what)
{
    auto *button = new QToolButton(this);
    button->setAutoRaise(true);
    button->setIcon(symbolicIcon(QStringLiteral("document-open-folder")));
    button->setToolTip(what);
    button->setAccessibleName(what);
    grid->addWidget(button, row, 2);
    connect(button, &QToolButton::clicked, this, [this, edit, mode, what] {
        auto *dialog = new QFileDialog(this, what, edit->text());
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->setFileMode(mode);
        connect(dialog, &QFileDialog::fileSelected, this, [this, edit](const QString &path) {
            if (edit == m_program)
                followProgram(path);
            else
                edit->setText(path);
        });
        dialog->open();
    });
}

/// Another program works in its own folder, unless a person says otherwise afterwards.
void ProgramForm::followProgram(const QString &program)
{
    setStart(ProgramStart::ofFile(program));
}

void ProgramForm::setStart(const ProgramStart &start)
{
    m_start = start;
    if (start.program != m_program->text())
        m_arguments->clear();
    m_program->setText(start.program);
    if (!start.origin.isEmpty())
        m_arguments->setText(start.argumentText());
    if (!start.folder.isEmpty())
        m_folder->setText(start.folder);
    const bool hasOwn = !start.environment.isEmpty();
    m_origin->setText(tr("On top of the environment of %1, which is not shown and not kept.").arg(start.origin));
    m_origin->setVisible(hasOwn);
    if (hasOwn)
        m_environment->clear();
    Q_EMIT changed();
}

QString ProgramForm::program() const
{
    return m_program->text();
}

ProgramRun::Settings ProgramForm::settings() const
{
    // What was given may hold what no line of text can: empty arguments.
    const bool isAsGiven = m_start.program == m_program->text() && m_start.argumentText() == m_arguments->text();
    return {.program = m_program->text(),
            .arguments = isAsGiven ? m_start.arguments : QProcess::splitCommand(m_arguments->text()),
            .folder = m_folder->text(),
            .base = m_start.environment,
            .environment = m_environment->toPlainText().split(QLatin1Char('\n'), Qt::SkipEmptyParts)};
}

bool ProgramForm::forbidsCore() const
{
    const QStringList lines = m_environment->toPlainText().split(QLatin1Char('\n'));
    return std::ranges::any_of(lines, forbids);
}

void ProgramForm::allowCore()
{
    QStringList lines = m_environment->toPlainText().split(QLatin1Char('\n'));
    lines.removeIf(forbids);
    m_environment->setPlainText(lines.join(QLatin1Char('\n')));
}

void ProgramForm::remember() const
{
    QSettings settings;
    settings.setValue("Run/Program", m_program->text());
    settings.setValue("Run/Arguments", m_arguments->text());
    settings.setValue("Run/Folder", m_folder->text());
    settings.setValue("Run/Environment", m_environment->toPlainText());
}

}

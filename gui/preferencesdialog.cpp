// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/preferencesdialog.h"

#include "gui/fonts.h"
#include "gui/mutedlabel.h"
#include "gui/windowsize.h"
#include "gui/windowtitle.h"
#include "model/editorcommand.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFontComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QProcessEnvironment>
#include <QPushButton>
#include <QSettings>
#include <QSpinBox>
#include <QTabWidget>
#include <QVBoxLayout>

namespace Freezeframe
{
namespace
{

constexpr auto editorKey = "Editor/Which";
constexpr auto commandKey = "Editor/Command";
const QLatin1String ownEditor("own");

}

PreferencesDialog::PreferencesDialog(QWidget *parent)
    : QDialog(parent)
    , m_before(Preferences::load())
    , m_pages(new QTabWidget(this))
    , m_sources(new QPlainTextEdit(this))
    , m_folders(new QPlainTextEdit(this))
    , m_servers(new QLineEdit(this))
    , m_editor(new QComboBox(this))
    , m_command(new QLineEdit(this))
    , m_percent(new QSpinBox(this))
    , m_whoseFont(new QComboBox(this))
    , m_family(new QFontComboBox(this))
    , m_problem(new QLabel(this))
{
    setWindowTitle(windowTitleOf({}, tr("Settings")));
    const int unit = gridUnit(fontMetrics());
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(unit, unit, unit, unit);
    column->setSpacing(unit / 2);
    m_pages->addTab(filesPage(), tr("&Files"));
    m_pages->addTab(editorPage(), tr("&Editor"));
    m_pages->addTab(lookPage(), tr("&Look"));
    column->addWidget(m_pages, 1);
    m_problem->setWordWrap(true);
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->hide();
    column->addWidget(m_problem);
    auto *buttons = new QDialogButtonBox(
        QDialogButtonBox::Ok | QDialogButtonBox::Cancel | QDialogButtonBox::RestoreDefaults, this);
    column->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &PreferencesDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    QPushButton *defaults = buttons->button(QDialogButtonBox::RestoreDefaults);
    defaults->setToolTip(tr("As it comes; kept only by OK"));
    connect(defaults, &QPushButton::clicked, this, [this] {
        fill({});
        m_editor->setCurrentIndex(0);
    });
    fill(m_before);
    fillEditors();
    resizeWithin(this, {fontMetrics().averageCharWidth() * 90, fontMetrics().height() * 32});
}

void PreferencesDialog::addField(QWidget *page, const QString &name, QWidget *field, const QString &meaning)
{
    auto *column = static_cast<QVBoxLayout *>(page->layout());
    auto *label = new QLabel(name, page);
    label->setFont(semiBold(font()));
    label->setBuddy(field);
    field->setAccessibleName(QString(name).remove(QLatin1Char('&')));
    field->setAccessibleDescription(meaning);
    column->addWidget(label);
    column->addWidget(field);
    auto *note = new MutedLabel(meaning, page);
    note->setWordWrap(true);
    column->addWidget(note);
    column->addSpacing(gridUnit(fontMetrics()) / 2);
}

QWidget *PreferencesDialog::filesPage()
{
    auto *page = new QWidget(this);
    new QVBoxLayout(page);
    for (QPlainTextEdit *edit : {m_sources, m_folders}) {
        edit->setFont(codeFont());
        edit->setTabChangesFocus(true);
        edit->setLineWrapMode(QPlainTextEdit::NoWrap);
    }
    m_sources->setPlaceholderText(QStringLiteral("/build/src/shop = /home/me/shop"));
    m_folders->setPlaceholderText(QStringLiteral("/srv/debug"));
    m_servers->setPlaceholderText(
        qEnvironmentVariable("DEBUGINFOD_URLS", QStringLiteral("https://debuginfod.debian.net")));
    addField(
        page, tr("&Sources"), m_sources,
        tr("Where source files are that were compiled elsewhere: the folder that the program names, = and the folder here, one a line. --source-map counts more."));
    addField(page, tr("&Debug information"), m_folders,
             tr("Folders besides /usr/lib/debug that hold debug files by build id, one a line."));
    addField(
        page, tr("Debug ser&vers"), m_servers,
        tr("Servers of debuginfod, with blanks between them, in place of $DEBUGINFOD_URLS. They are asked only when you say so in the menu of Modules, and learn build ids, nothing else."));
    return page;
}

QWidget *PreferencesDialog::editorPage()
{
    auto *page = new QWidget(this);
    auto *column = new QVBoxLayout(page);
    addField(page, tr("Editor &program"), m_editor,
             tr("What Open in Editor (O) starts, of those that are installed here."));
    addField(
        page, tr("&Command of your own"), m_command,
        tr("%f is the file, %l the line, %c the column. No shell is used. For an editor that needs a terminal: xterm -e vi +%l %f"));
    column->addStretch(1);
    connect(m_editor, &QComboBox::currentIndexChanged, this,
            [this] { m_command->setEnabled(m_editor->currentData().toString() == ownEditor); });
    return page;
}

QWidget *PreferencesDialog::lookPage()
{
    auto *page = new QWidget(this);
    auto *column = new QVBoxLayout(page);
    m_percent->setRange(Preferences::leastPercent, Preferences::mostPercent);
    m_percent->setSingleStep(10);
    m_percent->setSuffix(tr(" %"));
    m_whoseFont->addItems({tr("The system’s fixed font"), tr("Another one:")});
    m_family->setFontFilters(QFontComboBox::MonospacedFonts);
    m_family->setAccessibleName(tr("Font of code"));
    addField(page, tr("&Text size"), m_percent, tr("Of the size that the system says. Holds from the next window on."));
    addField(page, tr("Font of &code"), m_whoseFont,
             tr("In source, memory, values and the console. Holds from the next window on."));
    column->insertWidget(column->indexOf(m_whoseFont) + 1, m_family);
    column->addStretch(1);
    connect(m_whoseFont, &QComboBox::currentIndexChanged, m_family, &QWidget::setEnabled);
    return page;
}

void PreferencesDialog::fill(const Preferences &preferences)
{
    m_sources->setPlainText(preferences.sourceLines());
    m_folders->setPlainText(preferences.debugFolders.join(QLatin1Char('\n')));
    m_servers->setText(preferences.debugServers);
    m_percent->setValue(preferences.textPercent);
    const bool hasOwn = !preferences.codeFamily.isEmpty();
    m_whoseFont->setCurrentIndex(hasOwn ? 1 : 0);
    m_family->setEnabled(hasOwn);
    m_family->setCurrentFont(hasOwn ? QFont(preferences.codeFamily) : codeFont());
}

void PreferencesDialog::fillEditors()
{
    const QSettings settings;
    m_editor->addItem(tr("The first that is installed"), QString());
    for (const EditorCommand &command : EditorCommand::found(QProcessEnvironment::systemEnvironment()))
        m_editor->addItem(command.name(), command.id());
    m_editor->addItem(tr("A command of your own"), QString(ownEditor));
    const QString chosen = settings.value(QLatin1String(editorKey)).toString();
    if (m_editor->findData(chosen) < 0)
        m_editor->addItem(tr("%1, which is not here any more").arg(chosen), chosen);
    m_editor->setCurrentIndex(m_editor->findData(chosen));
    m_command->setText(settings.value(QLatin1String(commandKey), QStringLiteral("kate -l %l %f")).toString());
    m_command->setEnabled(chosen == ownEditor);
}

void PreferencesDialog::complain(const QString &sentence, QWidget *field)
{
    m_problem->setText(sentence);
    m_problem->show();
    if (!field)
        return;
    for (int page = 0; page < m_pages->count(); ++page) {
        if (m_pages->widget(page)->isAncestorOf(field))
            m_pages->setCurrentIndex(page);
    }
    field->setFocus();
}

std::optional<Preferences> PreferencesDialog::entered()
{
    Preferences preferences;
    QStringList wrong;
    preferences.sourceMap = Preferences::sourceMapOf(m_sources->toPlainText(), &wrong);
    if (!wrong.isEmpty()) {
        complain(tr("“%1” does not say where sources are: it needs the folder of the program, = and the folder here.")
                     .arg(wrong.first()),
                 m_sources);
        return std::nullopt;
    }
    for (const QString &line : m_folders->toPlainText().split(QLatin1Char('\n'))) {
        const QString folder = line.trimmed();
        if (!folder.isEmpty() && !folder.startsWith(QLatin1Char('/'))) {
            complain(tr("“%1” begins with no /: which folder that is would depend on where Freezeframe is started.")
                         .arg(folder),
                     m_folders);
            return std::nullopt;
        }
        if (!folder.isEmpty())
            preferences.debugFolders.append(folder);
    }
    preferences.debugServers = m_servers->text().trimmed();
    preferences.textPercent = m_percent->value();
    if (m_whoseFont->currentIndex() > 0)
        preferences.codeFamily = m_family->currentFont().family();
    return preferences;
}

void PreferencesDialog::keepEditor() const
{
    QSettings settings;
    settings.setValue(QLatin1String(editorKey), m_editor->currentData().toString());
    settings.setValue(QLatin1String(commandKey), m_command->text());
}

void PreferencesDialog::accept()
{
    const auto preferences = entered();
    if (!preferences)
        return;
    keepEditor();
    if (const QString problem = preferences->save(); !problem.isEmpty()) {
        complain(problem, nullptr);
        return;
    }
    preferences->useServers();
    if (*preferences != m_before)
        Q_EMIT changed();
    QDialog::accept();
}

}

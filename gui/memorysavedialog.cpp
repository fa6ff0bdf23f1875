// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/memorysavedialog.h"

#include "gui/fonts.h"
#include "gui/runlabel.h"
#include "gui/symboliciconengine.h"
#include "model/format.h"

#include <QCheckBox>
#include <QDialogButtonBox>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QStandardPaths>
#include <QToolButton>

namespace Freezeframe
{

namespace
{

/// "4096", "0x1000", "4 KiB", "16M".
std::optional<quint64> typedSize(const QString &text)
{
    static const QList<std::pair<QLatin1StringView, int>> units
        = {{QLatin1StringView("kib"), 10}, {QLatin1StringView("mib"), 20}, {QLatin1StringView("gib"), 30},
           {QLatin1StringView("k"), 10},   {QLatin1StringView("m"), 20},   {QLatin1StringView("g"), 30}};
    QString digits = text.trimmed().remove(QLatin1Char(',')).toLower();
    int shift = 0;
    for (const auto &[unit, bits] : units) {
        if (!digits.startsWith(QLatin1String("0x")) && digits.endsWith(unit)) {
            digits = digits.chopped(unit.size()).trimmed();
            shift = bits;
            break;
        }
    }
    bool ok = false;
    const quint64 size = digits.toULongLong(&ok, 0); // "0x" for hexadecimal
    return ok && size << shift >> shift == size ? std::optional(size << shift) : std::nullopt;
}

std::optional<Address> typedAddress(const QString &text)
{
    bool ok = false;
    const QString digits = text.trimmed();
    const quint64 value = digits.toULongLong(&ok, 16); // with or without "0x"
    return ok ? std::optional(Address{value}) : std::nullopt;
}

}

MemorySaveDialog::MemorySaveDialog(const MemorySave *save, Address start, quint64 size, QWidget *parent)
    : QDialog(parent)
    , m_save(save)
    , m_start(new QLineEdit(addressText(start), this))
    , m_size(new QLineEdit(size > 0 ? QString::number(size) : QString(), this))
    , m_path(new QLineEdit(this))
    , m_fills(new QCheckBox(tr("&Zeros for bytes that are not there"), this))
    , m_sentence(new RunLabel(this))
    , m_buttons(new QDialogButtonBox(QDialogButtonBox::Save | QDialogButtonBox::Cancel, this))
{
    setWindowTitle(tr("Save Memory"));
    setAttribute(Qt::WA_DeleteOnClose);
    auto *form = new QFormLayout(this);
    m_start->setFont(codeFont());
    form->addRow(tr("Sta&rt:"), m_start);
    m_size->setPlaceholderText(tr("Bytes: 4096, 0x1000, 4 KiB"));
    form->addRow(tr("&Length:"), m_size);
    auto *place = new QHBoxLayout;
    m_path->setText(QDir(QStandardPaths::writableLocation(QStandardPaths::HomeLocation))
                        .filePath(addressText(start) + QStringLiteral(".bin")));
    m_path->setMinimumWidth(fontMetrics().averageCharWidth() * 50);
    place->addWidget(m_path, 1);
    auto *browse = new QToolButton(this);
    browse->setIcon(symbolicIcon(QStringLiteral("document-open-folder")));
    browse->setToolTip(tr("Choose a file"));
    browse->setAccessibleName(tr("Choose a File"));
    place->addWidget(browse);
    auto *fileLabel = new QLabel(tr("&File:"), this);
    fileLabel->setBuddy(m_path);
    form->addRow(fileLabel, place);
    m_fills->setToolTip(tr("Without this, nothing is written if a byte is missing"));
    form->addRow(QString(), m_fills);
    form->addRow(m_sentence);
    form->addRow(m_buttons);
    connect(browse, &QToolButton::clicked, this, &MemorySaveDialog::browse);
    for (QLineEdit *edit : {m_start, m_size, m_path})
        connect(edit, &QLineEdit::textChanged, this, &MemorySaveDialog::refresh);
    connect(m_buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_buttons, &QDialogButtonBox::accepted, this, [this] {
        if (const auto typed = wanted()) {
            Q_EMIT chosen(*typed);
            accept();
        }
    });
    refresh();
}

void MemorySaveDialog::setPath(const QString &path)
{
    m_path->setText(path);
}

Result<MemorySave::Wanted> MemorySaveDialog::wanted() const
{
    const auto problem = [](const QString &text) { return fail(ErrorCode::BadExpression, text.toStdString()); };
    const auto start = typedAddress(m_start->text());
    if (!start)
        return problem(tr("The start is no hexadecimal address."));
    const auto size = typedSize(m_size->text());
    if (!size)
        return problem(m_size->text().trimmed().isEmpty() ? tr("How many bytes?") : tr("The length is no number."));
    if (m_path->text().trimmed().isEmpty())
        return problem(tr("Into which file?"));
    MemorySave::Wanted wanted{
        .path = m_path->text(), .start = *start, .size = *size, .fillsMissing = m_fills->isChecked()};
    if (const QString refusal = m_save->refusal(wanted); !refusal.isEmpty())
        return problem(refusal);
    return wanted;
}

void MemorySaveDialog::refresh()
{
    const auto typed = wanted();
    m_buttons->button(QDialogButtonBox::Save)->setEnabled(typed.has_value());
    if (typed && QFileInfo::exists(typed->path))
        m_sentence->setText(tr("%1; the file that is there is replaced").arg(sizeText(typed->size)),
                            Theme::Role::Warning);
    else if (typed)
        m_sentence->setText(
            tr("%1, up to and with %2").arg(sizeText(typed->size), addressText(typed->start + (typed->size - 1))),
            Theme::Role::Muted);
    else
        m_sentence->setText(QString::fromStdString(typed.error().message), Theme::Role::Warning);
}

void MemorySaveDialog::browse()
{
    auto *dialog = new QFileDialog(this, tr("Save Memory"), m_path->text());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilters({tr("Raw bytes (*.bin)"), tr("All files (*)")});
    connect(dialog, &QFileDialog::fileSelected, this, &MemorySaveDialog::setPath);
    dialog->open();
}

}

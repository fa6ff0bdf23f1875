// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <KSyntaxHighlighting/AbstractHighlighter>
#include <KSyntaxHighlighting/Repository>
#include <KSyntaxHighlighting/State>

#include <QObject>
#include <QPointer>
#include <QTextLayout>
#include <QTimer>

#include <vector>

class QTextDocument;

namespace Freezeframe
{

/// Colours a document a few milliseconds at a time, so that a file of 50,000 lines does not stop the window. GUI thread.
class CodeHighlighter : public QObject, public KSyntaxHighlighting::AbstractHighlighter
{
    Q_OBJECT
    Q_INTERFACES(KSyntaxHighlighting::AbstractHighlighter)
public:
    enum class Language { None, Go, C, Cpp, Assembler };
    explicit CodeHighlighter(QTextDocument *document);

    /// Starts anew; call after the document's text was set.
    void start(Language language);
    /// The theme of the palette changed.
    void refreshTheme();
    [[nodiscard]] static Language languageOf(const QString &path);

protected:
    void applyFormat(int offset, int length, const KSyntaxHighlighting::Format &format) override;

private:
    void work();

    QPointer<QTextDocument> m_document;
    KSyntaxHighlighting::Repository m_repository;
    KSyntaxHighlighting::State m_state;
    Language m_language = Language::None;
    int m_next = 0; ///< block to colour next
    QList<QTextLayout::FormatRange> m_ranges;
    QTimer m_timer;
};

}

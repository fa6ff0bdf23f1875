// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/codehighlighter.h"

#include "gui/theme.h"

#include <KSyntaxHighlighting/Definition>
#include <KSyntaxHighlighting/Format>
#include <KSyntaxHighlighting/Theme>

#include <QElapsedTimer>
#include <QTextBlock>
#include <QTextDocument>

namespace Freezeframe
{
namespace
{

constexpr int sliceMilliseconds = 8;

QString definitionName(CodeHighlighter::Language language)
{
    switch (language) {
    case CodeHighlighter::Language::None: break;
    case CodeHighlighter::Language::Go: return QStringLiteral("Go");
    case CodeHighlighter::Language::C: return QStringLiteral("C");
    case CodeHighlighter::Language::Cpp: return QStringLiteral("C++");
    case CodeHighlighter::Language::Assembler: return QStringLiteral("GNU Assembler");
    }
    return {};
}

}

CodeHighlighter::CodeHighlighter(QTextDocument *document)
    : QObject(document)
    , m_document(document)
{
    m_repository.addCustomSearchPath(QStringLiteral(":/freezeframe/syntax"));
    m_timer.setInterval(0);
    connect(&m_timer, &QTimer::timeout, this, &CodeHighlighter::work);
}

CodeHighlighter::Language CodeHighlighter::languageOf(const QString &path)
{
    const QString suffix = path.section(QLatin1Char('.'), -1).toLower();
    if (suffix == QLatin1String("go"))
        return Language::Go;
    if (suffix == QLatin1String("s") || suffix == QLatin1String("asm"))
        return Language::Assembler;
    if (suffix == QLatin1String("c") || suffix == QLatin1String("h"))
        return Language::C;
    if (suffix == QLatin1String("cc") || suffix == QLatin1String("cpp") || suffix == QLatin1String("cxx")
        || suffix == QLatin1String("hpp"))
        return Language::Cpp;
    return Language::None;
}

void CodeHighlighter::start(Language language)
{
    m_language = language;
    refreshTheme();
}

void CodeHighlighter::refreshTheme()
{
    m_timer.stop();
    m_next = 0;
    m_state = {};
    if (m_language == Language::None || !m_document)
        return;
    setDefinition(m_repository.definitionForName(definitionName(m_language)));
    setTheme(m_repository.theme(Freezeframe::Theme().isDark() ? QStringLiteral("Freezeframe Dark")
                                                              : QStringLiteral("Freezeframe Light")));
    m_timer.start();
}

void CodeHighlighter::work()
{
    QElapsedTimer elapsed;
    elapsed.start();
    if (!m_document) {
        m_timer.stop();
        return;
    }
    QTextBlock block = m_document->findBlockByNumber(m_next);
    const int first = block.position();
    int end = first;
    while (block.isValid() && elapsed.elapsed() < sliceMilliseconds) {
        m_ranges.clear();
        m_state = highlightLine(block.text(), m_state);
        block.layout()->setFormats(m_ranges);
        end = block.position() + block.length();
        block = block.next();
        ++m_next;
    }
    m_document->markContentsDirty(first, end - first);
    if (!block.isValid())
        m_timer.stop();
}

void CodeHighlighter::applyFormat(int offset, int length, const KSyntaxHighlighting::Format &format)
{
    if (length == 0 || format.isDefaultTextStyle(theme()))
        return;
    QTextLayout::FormatRange range;
    range.start = offset;
    range.length = length;
    if (format.hasTextColor(theme()))
        range.format.setForeground(format.textColor(theme()));
    if (format.isBold(theme()))
        range.format.setFontWeight(QFont::Bold);
    m_ranges.append(range);
}

}

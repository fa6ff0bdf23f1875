// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QList>
#include <QProcessEnvironment>
#include <QStringList>

#include <optional>

namespace Freezeframe
{

/// A program that shows a source file at a line, and how it is told which. Never through a shell: what stands in a file's
/// name stays one word. A value type.
class EditorCommand
{
public:
    /// Of a person: a program and its words, where %f is the file, %l the line, %c the column, %% a percent sign; quotes
    /// keep spaces. Without %f the file comes last.
    [[nodiscard]] static EditorCommand own(const QString &line);
    /// Those that are installed here, by $PATH of @p environment: of $VISUAL and $EDITOR, and the well-known ones.
    [[nodiscard]] static QList<EditorCommand> found(const QProcessEnvironment &environment);

    [[nodiscard]] const QString &id() const { return m_id; } ///< for the settings: "code"
    [[nodiscard]] const QString &name() const { return m_name; } ///< for people: "Visual Studio Code"
    /// The program and its arguments; with that of a terminal before it, if it needs one. An error is a sentence.
    struct Words {
        QStringList words;
        QString problem;
    };
    [[nodiscard]] Words words(const QString &file, int line, int column, const QProcessEnvironment &environment) const;

private:
    [[nodiscard]] static std::optional<EditorCommand> ofVariable(const QProcessEnvironment &environment,
                                                                 const QString &variable);

    QString m_id;
    QString m_name;
    QStringList m_template; ///< the program first
    bool m_needsTerminal = false;
};

}

// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QMap>
#include <QObject>

namespace Freezeframe
{

class ListView;

/// The widths of the columns of the goroutine list: what their texts need, less where there is no room beside where the
/// goroutines are; what a person has chosen stays. GUI thread.
class GoroutineWidths : public QObject
{
    Q_OBJECT
public:
    explicit GoroutineWidths(ListView *view);
    void fit();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void fitColumn(int column, int width);

    ListView *m_view;
    QMap<int, int> m_fitted; ///< by column: another width is a person's
};

}

// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/base/address.h"
#include "gui/listview.h"

namespace Freezeframe
{

class MatchModel;

/// What a search of memory has found: a row leads there. GUI thread.
class MatchesView : public ListView
{
    Q_OBJECT
public:
    explicit MatchesView(MatchModel *matches, QWidget *parent = nullptr);

Q_SIGNALS:
    void addressWanted(Freezeframe::Address address);
};

}

// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "model/addresshistory.h"
#include "model/memoryformat.h"
#include "model/memorysearchrun.h"

#include <QWidget>

class QHBoxLayout;
class QStackedWidget;
class QToolButton;

namespace Freezeframe
{

class AddressBox;
class AddressNames;
class MatchesView;
class MemoryFormatBar;
class MemoryMenu;
class MemoryPages;
class MemorySaveStrip;
class MemorySearchBar;
class MemoryView;
class RegionsView;
class RunLabel;

/// The memory of the process: the bytes, where to go in them, what is found, the regions, and saving. GUI thread.
class MemoryPane : public QWidget
{
    Q_OBJECT
public:
    explicit MemoryPane(Session *session, QWidget *parent = nullptr);
    /// Goes to an address, which is then a step of the history.
    void show(Address address);
    /// Goes where an address or expression leads, or says why it can't.
    void goToText(const QString &text);
    void searchPointers(Address address);
    void setFormat(const MemoryFormat &format);
    [[nodiscard]] MemoryView *view() const { return m_view; }
    [[nodiscard]] MemorySearchBar *searchBar() const { return m_searchBar; }
    [[nodiscard]] MemorySearchRun *search() const { return m_search; }
    [[nodiscard]] MemorySaveStrip *saving() const { return m_saving; }
    [[nodiscard]] RegionsView *regions() const { return m_regions; }
    [[nodiscard]] MatchesView *matches() const { return m_matches; }
    [[nodiscard]] MemoryMenu *menu() const { return m_menu; }
    /// What stands below the bytes.
    [[nodiscard]] QString status() const;

Q_SIGNALS:
    /// The keyboard is to go elsewhere.
    void left();

protected:
    bool event(QEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void setupTools(QHBoxLayout *row);
    void setupView();
    void setupSearch();
    QToolButton *addButton(QHBoxLayout *row, const QString &icon, const QString &toolTip);
    void begin();
    void needRegions();
    void receiveRegions(std::shared_ptr<const std::vector<MemoryRegion>> regions);
    void startSomewhere();
    void goTo(Address address, quint64 size = 0);
    void step(bool forward);
    void stepMatch(int direction);
    void openSide(QWidget *side, bool open);
    void refreshTools();
    void refreshStatus();
    void fitStatus();
    void say(const QString &sentence, bool isWarning);

    Session *m_session;
    MemoryPages *m_pages;
    AddressNames *m_names;
    MemorySearchRun *m_search;
    MemoryView *m_view;
    MemoryMenu *m_menu;
    MemorySearchBar *m_searchBar;
    RegionsView *m_regions;
    MatchesView *m_matches;
    QStackedWidget *m_side;
    AddressBox *m_address;
    MemoryFormatBar *m_format;
    QToolButton *m_back = nullptr;
    QToolButton *m_forward = nullptr;
    QToolButton *m_searchButton = nullptr;
    QToolButton *m_regionsButton = nullptr;
    QToolButton *m_saveButton = nullptr;
    QWidget *m_below; ///< status and legend
    RunLabel *m_status;
    MemorySaveStrip *m_saving;
    AddressHistory m_history;
    enum class Regions { Unknown, Asked, Known };
    Regions m_regionState = Regions::Unknown;
    std::optional<std::pair<Address, quint64>> m_wanted; ///< once the regions are known
    QString m_said; ///< in the place of the status, until the next step
    bool m_isWarning = false;
};

}

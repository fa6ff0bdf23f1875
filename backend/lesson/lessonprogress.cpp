// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/lesson/lessonprogress.h"

#include <nlohmann/json.hpp>

#include <cerrno>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <format>
#include <fstream>
#include <iterator>

namespace Freezeframe
{

namespace
{

constexpr int schema = 1;
using Json = nlohmann::ordered_json;

}

LessonProgress::LessonProgress(std::string file)
    : m_file(std::move(file))
{
    read();
}

void LessonProgress::read()
{
    std::ifstream in(m_file);
    if (!in)
        return;
    const Json json = Json::parse(in, nullptr, false);
    if (!json.is_object() || json.value("schema", 0) != schema) {
        std::error_code error;
        std::filesystem::rename(m_file, m_file + ".aside", error);
        m_notice = std::format(
            "{} is of another version, or damaged: it is set aside, and the walkthrough begins anew.", m_file);
        return;
    }
    try {
        for (const auto &[task, mark] : json.at("done").items())
            m_marks[task] = {.sentence = mark.at("what"), .isRecorded = mark.at("recorded"), .when = mark.at("when")};
        for (const auto &[name, value] : json.at("facts").items())
            m_facts[name] = value;
        for (const auto &name : json.at("tried"))
            m_tried.insert(name.get<std::string>());
        m_current = json.at("current");
    } catch (const Json::exception &) {
        m_notice = std::format("Not all of {} is understood; what is, counts.", m_file);
    }
}

void LessonProgress::save()
{
    Json json = {{"schema", schema}, {"current", m_current}, {"done", Json::object()}, {"facts", Json::object()}};
    for (const auto &[task, mark] : m_marks)
        json["done"][task] = {{"what", mark.sentence}, {"recorded", mark.isRecorded}, {"when", mark.when}};
    for (const auto &[name, value] : m_facts)
        json["facts"][name] = value;
    json["tried"] = m_tried;
    // Beside it, then renamed: a full disk loses nothing of what was kept before.
    const std::string fresh = m_file + ".new";
    std::error_code error;
    std::filesystem::create_directories(std::filesystem::path(m_file).parent_path(), error);
    std::ofstream out(fresh, std::ios::trunc);
    out << json.dump(1, ' ', false, Json::error_handler_t::replace) << "\n";
    out.close();
    if (out)
        std::filesystem::rename(fresh, m_file, error);
    if (!out || error)
        m_notice = std::format("How far you are could not be kept: {}.",
                               error ? error.message() : std::string(std::strerror(errno)));
}

void LessonProgress::mark(const std::string &task, Mark mark)
{
    mark.when = int64_t(std::time(nullptr));
    m_marks[task] = std::move(mark);
    save();
}

void LessonProgress::setCurrent(const std::string &task)
{
    if (task == m_current)
        return;
    m_current = task;
    save();
}

std::string LessonProgress::fact(const std::string &name) const
{
    const auto found = m_facts.find(name);
    return found == m_facts.end() ? std::string() : found->second;
}

void LessonProgress::setFact(const std::string &name, const std::string &value)
{
    m_facts[name] = value;
    save();
}

void LessonProgress::addTried(const std::string &command)
{
    if (m_tried.insert(command).second)
        save();
}

void LessonProgress::reset()
{
    m_marks.clear();
    m_facts.clear();
    m_tried.clear();
    m_current.clear();
    m_notice.clear();
    save();
}

}

// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/inspect/findingjson.h"

#include "backend/findings/findingsearch.h"

namespace Freezeframe
{

namespace
{

Json objectJson(const Finding::Object &object)
{
    Json json;
    json["address"] = object.address.toString();
    if (!object.name.empty())
        json["name"] = object.name;
    json["type"] = object.type;
    return json;
}

Json evidenceJson(const Finding::Evidence &evidence)
{
    Json json;
    json["text"] = evidence.text;
    if (evidence.goroutine)
        json["goroutine"] = *evidence.goroutine;
    if (evidence.frame)
        json["frame"] = *evidence.frame;
    if (evidence.address)
        json["address"] = evidence.address->toString();
    return json;
}

}

Json findingsJson(const Findings &findings)
{
    Json list = Json::array();
    for (const Finding &finding : findings.all) {
        Json json;
        json["id"] = finding.id;
        json["severity"] = severityText(finding.severity);
        json["title"] = finding.title;
        json["detail"] = finding.detail;
        json["certain"] = finding.isCertain;
        json["goroutines"] = finding.goroutines;
        json["objects"] = Json::array();
        for (const Finding::Object &object : finding.objects)
            json["objects"].push_back(objectJson(object));
        json["evidence"] = Json::array();
        for (const Finding::Evidence &evidence : finding.evidence)
            json["evidence"].push_back(evidenceJson(evidence));
        list.push_back(std::move(json));
    }
    return list;
}

}

// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "tests/support/debuginfodserver.h"

#include <QTcpServer>
#include <QTcpSocket>
#include <QTimer>

namespace Freezeframe
{

DebuginfodServer::DebuginfodServer(Manner manner)
    : m_manner(manner)
{
    auto *server = new QTcpServer;
    server->listen(QHostAddress::LocalHost);
    qputenv("DEBUGINFOD_URLS", "http://127.0.0.1:" + QByteArray::number(server->serverPort()));
    QObject::connect(server, &QTcpServer::newConnection, server, [this, server] {
        QTcpSocket *socket = server->nextPendingConnection();
        QObject::connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
        QObject::connect(socket, &QTcpSocket::readyRead, socket, [this, socket] {
            const QByteArray question = socket->peek(65536);
            if (!question.contains("\r\n\r\n"))
                return;
            socket->readAll();
            ++m_questions;
            if (m_manner == Manner::Stalls)
                return;
            socket->write(answer(question));
            if (m_manner != Manner::Drips) {
                socket->disconnectFromHost();
                return;
            }
            auto *timer = new QTimer(socket);
            QObject::connect(timer, &QTimer::timeout, socket, [socket] { socket->write("x"); });
            timer->start(50);
        });
    });
    server->moveToThread(&m_thread);
    QObject::connect(&m_thread, &QThread::finished, server, &QObject::deleteLater);
    m_thread.start();
}

DebuginfodServer::~DebuginfodServer()
{
    m_thread.quit();
    m_thread.wait();
    qunsetenv("DEBUGINFOD_URLS");
}

QByteArray DebuginfodServer::answer(const QByteArray &question) const
{
    // "GET /buildid/0123abcd/debuginfo HTTP/1.1"
    const QList<QByteArray> words = question.left(question.indexOf('\r')).split(' ').value(1).split('/');
    const bool isKnown
        = words.value(1) == "buildid" && words.value(3) == "debuginfo" && m_files.contains(words.value(2));
    if (!isKnown && m_manner == Manner::Gives)
        return "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    const QByteArray content = m_files.value(words.value(2));
    const qsizetype more = m_manner == Manner::Gives ? 0 : 1'000'000;
    return "HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nConnection: close\r\nContent-Length: "
        + QByteArray::number(content.size() + more) + "\r\n\r\n" + content;
}

}

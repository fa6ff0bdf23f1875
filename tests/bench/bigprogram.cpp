// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "tests/bench/bigprogram.h"

#include <QDir>
#include <QFile>

namespace Freezeframe
{

namespace
{

std::expected<void, QString> writeFile(const QString &path, const QString &content)
{
    QDir().mkpath(QFileInfo(path).path());
    QFile file(path);
    if (file.open(QIODevice::ReadOnly) && file.readAll() == content.toUtf8())
        return {};
    file.close();
    if (!file.open(QIODevice::WriteOnly) || file.write(content.toUtf8()) < 0)
        return std::unexpected(QStringLiteral("can't write %1").arg(path));
    return {};
}

/// A type with a few fields of several kinds, a method, and a function that works with maps, slices and closures.
QString unit(int package, int number)
{
    return QString::fromLatin1(R"(
// Record%1 is one of many.
type Record%1 struct {
	ID    int
	Name  string
	Tags  []string
	Seen  map[string]int
	Limit [%2]float64
	Next  *Record%1
}

// Key returns what the record is sorted by.
func (r *Record%1) Key(prefix string) string {
	return fmt.Sprintf("%s-%d-%s", prefix, r.ID+%3, r.Name)
}

// Handle%1 does some work on a record.
func Handle%1(n int, name string, wait <-chan int) (int, error) {
	r := &Record%1{ID: n, Name: name, Seen: map[string]int{}}
	if n > %4 {
		return n, fmt.Errorf("handle %1: %w", os.ErrInvalid)
	}
	for i := range n {
		r.Tags = append(r.Tags, r.Key(name))
		r.Seen[r.Tags[i]] += i * %2
		r.Limit[i%%2] = float64(i) / float64(n+1)
	}
	sort.Slice(r.Tags, func(i, j int) bool { return r.Tags[i] < r.Tags[j] })
	total := 0
	for tag, count := range r.Seen {
		if strings.HasPrefix(tag, name) {
			total += count
		}
	}
	if wait != nil {
		total += <-wait
	}
	return total, nil
}
)")
        .arg(QString::number(number), QString::number(3 + number % 5), QString::number(package),
             QString::number(1000 + number));
}

QString packageSource(int package, int functions)
{
    QString text
        = QStringLiteral(
              "// Package p%1 is generated.\npackage p%1\n\nimport (\n\t\"fmt\"\n\t\"os\"\n\t\"sort\"\n" "\t\"strings\"\n)\n\n// Handlers keeps all functions in the program.\n" "var Handlers = []func(int, string, <-chan int) (int, error){\n")
              .arg(package);
    for (int i = 0; i < functions; ++i)
        text += QStringLiteral("\tHandle%1,\n").arg(i);
    text += QStringLiteral("}\n");
    for (int i = 0; i < functions; ++i)
        text += unit(package, i);
    return text;
}

QString mainSource(int packages)
{
    QString text = QStringLiteral(
        "// Command big is generated.\npackage main\n\nimport (\n\t\"fmt\"\n\t\"net/http\"\n\t\"time\"\n\n");
    for (int i = 0; i < packages; ++i)
        text += QStringLiteral("\t\"example.org/big/p%1\"\n").arg(i);
    text += QStringLiteral(")\n\nvar all = [][]func(int, string, <-chan int) (int, error){\n");
    for (int i = 0; i < packages; ++i)
        text += QStringLiteral("\tp%1.Handlers,\n").arg(i);
    return text + QStringLiteral(R"(}

type request struct {
	name string
	next *request
}

func main() {
	http.HandleFunc("/", func(http.ResponseWriter, *http.Request) {})
	wait := make(chan int)
	for i := range 1000 {
		handlers := all[i%len(all)]
		go handlers[i%len(handlers)](i%10, "parked", wait)
	}
	time.Sleep(100 * time.Millisecond)
	fmt.Println(follow(&request{name: "last"}))
}

//go:noinline
func follow(r *request) string { return r.next.name }
)");
}

}

std::expected<void, QString> writeBigProgram(const QString &folder, int packages, int functions)
{
    if (auto done
        = writeFile(folder + QStringLiteral("/go.mod"), QStringLiteral("module example.org/big\n\ngo 1.24\n"));
        !done)
        return done;
    for (int i = 0; i < packages; ++i) {
        const QString path = QStringLiteral("%1/p%2/p%2.go").arg(folder).arg(i);
        if (auto done = writeFile(path, packageSource(i, functions)); !done)
            return done;
    }
    return writeFile(folder + QStringLiteral("/main.go"), mainSource(packages));
}

}

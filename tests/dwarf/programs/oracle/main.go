// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT

// Prints what Go's own debug/dwarf package finds in a program, for comparison:
//
//	V pc function|inlined callee:call line,...|variable:kind:depth:line:type;...
//	T offset|name|size|field:offset:type;...
//	L pc file|line
package main

import (
	"debug/dwarf"
	"debug/elf"
	"fmt"
	"os"
	"sort"
	"strings"
)

type node struct {
	entry    *dwarf.Entry
	children []*node
}

var data *dwarf.Data

func fatal(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func entryAt(offset dwarf.Offset) *dwarf.Entry {
	reader := data.Reader()
	reader.Seek(offset)
	entry, err := reader.Next()
	fatal(err)
	return entry
}

// value looks through abstract origins and specifications.
func value(entry *dwarf.Entry, attribute dwarf.Attr) any {
	for entry != nil {
		if found := entry.Val(attribute); found != nil {
			return found
		}
		next, ok := entry.Val(dwarf.AttrAbstractOrigin).(dwarf.Offset)
		if !ok {
			if next, ok = entry.Val(dwarf.AttrSpecification).(dwarf.Offset); !ok {
				return nil
			}
		}
		entry = entryAt(next)
	}
	return nil
}

func text(v any) string {
	s, _ := v.(string)
	return s
}

func number(v any) int64 {
	n, _ := v.(int64)
	return n
}

func tree(reader *dwarf.Reader, entry *dwarf.Entry) *node {
	n := &node{entry: entry}
	for entry.Children {
		child, err := reader.Next()
		fatal(err)
		if child == nil || child.Tag == 0 {
			break
		}
		n.children = append(n.children, tree(reader, child))
	}
	return n
}

func contains(entry *dwarf.Entry, pc uint64) bool {
	ranges, err := data.Ranges(entry)
	fatal(err)
	for _, r := range ranges {
		if pc >= r[0] && pc < r[1] {
			return true
		}
	}
	return false
}

func hasCode(entry *dwarf.Entry) bool {
	return entry.Val(dwarf.AttrLowpc) != nil || entry.Val(dwarf.AttrRanges) != nil
}

func starts(n *node, out map[uint64]bool) {
	if hasCode(n.entry) {
		ranges, err := data.Ranges(n.entry)
		fatal(err)
		for _, r := range ranges {
			if r[0] < r[1] {
				out[r[0]] = true
				out[r[1]-1] = true
			}
		}
	}
	for _, child := range n.children {
		if child.entry.Tag == dwarf.TagLexDwarfBlock || child.entry.Tag == dwarf.TagInlinedSubroutine {
			starts(child, out)
		}
	}
}

func typeName(entry *dwarf.Entry) string {
	offset, ok := value(entry, dwarf.AttrType).(dwarf.Offset)
	if !ok {
		return ""
	}
	return text(entryAt(offset).Val(dwarf.AttrName))
}

func variables(n *node, pc uint64, depth int, out *[]string) {
	for _, child := range n.children {
		switch child.entry.Tag {
		case dwarf.TagFormalParameter, dwarf.TagVariable:
			name := text(value(child.entry, dwarf.AttrName))
			if name == "" {
				continue
			}
			kind := "local"
			if child.entry.Tag == dwarf.TagFormalParameter {
				kind = "parameter"
				if result, _ := value(child.entry, dwarf.AttrVarParam).(bool); result {
					kind = "result"
				}
			}
			*out = append(*out, fmt.Sprintf("%s:%s:%d:%d:%s", name, kind, depth, number(value(child.entry, dwarf.AttrDeclLine)), typeName(child.entry)))
		case dwarf.TagLexDwarfBlock:
			if !hasCode(child.entry) || contains(child.entry, pc) {
				variables(child, pc, depth+1, out)
			}
		}
	}
}

func calls(n *node, pc uint64, out *[]string) {
	for _, child := range n.children {
		if child.entry.Tag != dwarf.TagLexDwarfBlock && child.entry.Tag != dwarf.TagInlinedSubroutine {
			continue
		}
		if !hasCode(child.entry) || !contains(child.entry, pc) {
			continue
		}
		if child.entry.Tag == dwarf.TagInlinedSubroutine {
			*out = append(*out, fmt.Sprintf("%s:%d", text(value(child.entry, dwarf.AttrName)), number(child.entry.Val(dwarf.AttrCallLine))))
		}
		calls(child, pc, out)
		return
	}
}

func function(n *node) {
	pcs := map[uint64]bool{}
	starts(n, pcs)
	name := text(value(n.entry, dwarf.AttrName))
	for pc := range pcs {
		if !contains(n.entry, pc) {
			continue
		}
		var vars, inlined []string
		variables(n, pc, 0, &vars)
		calls(n, pc, &inlined)
		sort.Strings(vars)
		fmt.Printf("V %x %s|%s|%s\n", pc, name, strings.Join(inlined, ","), strings.Join(vars, ";"))
	}
}

func structure(n *node) {
	var fields []string
	for _, child := range n.children {
		if child.entry.Tag != dwarf.TagMember {
			continue
		}
		if bits := child.entry.Val(dwarf.AttrBitSize); bits != nil {
			fields = append(fields, fmt.Sprintf("%s:bits%d", text(child.entry.Val(dwarf.AttrName)), number(bits)))
			continue
		}
		fields = append(fields, fmt.Sprintf("%s:%d", text(child.entry.Val(dwarf.AttrName)), number(child.entry.Val(dwarf.AttrDataMemberLoc))))
	}
	fmt.Printf("T %x %s|%d|%s\n", n.entry.Offset, text(n.entry.Val(dwarf.AttrName)), number(n.entry.Val(dwarf.AttrByteSize)), strings.Join(fields, ";"))
}

func lines(unit *dwarf.Entry) {
	reader, err := data.LineReader(unit)
	fatal(err)
	var last, entry dwarf.LineEntry
	for reader != nil && reader.Next(&entry) == nil {
		// Of several rows for one address, the last one holds.
		if !last.EndSequence && last.File != nil && (entry.Address > last.Address || entry.EndSequence) {
			fmt.Printf("L %x %s|%d\n", last.Address, last.File.Name, last.Line)
		}
		last = entry
	}
}

func main() {
	file, err := elf.Open(os.Args[1])
	fatal(err)
	data, err = file.DWARF()
	fatal(err)
	reader := data.Reader()
	for {
		unit, err := reader.Next()
		fatal(err)
		if unit == nil {
			break
		}
		if unit.Tag != dwarf.TagCompileUnit {
			reader.SkipChildren()
			continue
		}
		wanted := len(os.Args) < 3 || strings.HasSuffix(text(unit.Val(dwarf.AttrName)), os.Args[2])
		if wanted {
			lines(unit)
		}
		for unit.Children {
			entry, err := reader.Next()
			fatal(err)
			if entry == nil || entry.Tag == 0 {
				break
			}
			n := tree(reader, entry)
			switch {
			case entry.Tag == dwarf.TagSubprogram && hasCode(entry) && wanted:
				function(n)
			case entry.Tag == dwarf.TagStructType || entry.Tag == dwarf.TagUnionType || entry.Tag == dwarf.TagBaseType:
				structure(n)
			}
		}
	}
}

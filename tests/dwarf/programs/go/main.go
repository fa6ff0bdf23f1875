// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT

// Types, blocks, inlining and generics for a reader of debug information to find. It is never run.
package main

import (
	"fmt"
	"os"
)

type Point struct{ X, Y int }

type Node struct {
	Point
	Next   *Node
	Places map[string]Point
	Queue  chan int
	Any    interface{}
	Err    error
	Call   func(int) string
	List   []Point
	Three  [3]uint8
	Name   string
	Phase  complex128
}

type Number interface{ ~int | ~float64 }
type Celsius float64
type Color int

const (
	Red Color = iota
	Green
	Blue
)

var Global = map[string]int{"a": 1}

//go:noinline
func sum[T Number](list []T, start T) (total T) {
	for i, v := range list {
		total += v + start + T(i)
	}
	return
}

func inlined(a, b int) int {
	product := a * b
	return product + 1
}

//go:noinline
func work(n *Node, color Color) (result int, err error) {
	x := inlined(n.List[0].X, int(color))
	{
		x := "shadow"
		fmt.Println(x, len(os.Args))
	}
	show := func(q int) string { return fmt.Sprint(q, x, n.Name, result) }
	fmt.Println(show(1))
	result = x
	fmt.Println(&result)
	return result, nil
}

func main() {
	n := &Node{List: []Point{{1, 2}}}
	fmt.Println(work(n, Blue))
	fmt.Println(sum([]int{1}, 2), sum([]Celsius{1}, 2), Global, Red, Green)
}

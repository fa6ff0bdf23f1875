// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT

// Command two is the second exercise: the first answer wins, and nobody asks what becomes of the others.
package main

import (
	"fmt"
	"time"
)

func fetch(mirror int, answers chan string) {
	time.Sleep(time.Duration(mirror) * time.Millisecond)
	answers <- fmt.Sprintf("page from mirror %d", mirror)
}

func page(mirrors int) string {
	answers := make(chan string)
	for mirror := 1; mirror <= mirrors; mirror++ {
		go fetch(mirror, answers)
	}
	return <-answers
}

func main() {
	for visit := 0; visit < 4; visit++ {
		fmt.Println(page(3))
	}
	time.Sleep(300 * time.Millisecond)
	fmt.Println("ready")
	for {
		time.Sleep(time.Hour)
	}
}

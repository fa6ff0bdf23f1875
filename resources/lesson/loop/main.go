// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT

// Command loop counts, ten times a second, until it is ended.
package main

import (
	"fmt"
	"time"
)

func main() {
	for i := 0; ; i++ {
		fmt.Println("i =", i)
		time.Sleep(100 * time.Millisecond)
	}
}

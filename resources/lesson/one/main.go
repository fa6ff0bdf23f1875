// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT

// Command one is the first exercise: payments between two accounts that do not get on.
package main

import (
	"fmt"
	"sync"
	"time"
)

type account struct {
	mu      sync.Mutex
	name    string
	balance int
}

func pay(from, to *account, amount int, ready, begin chan bool) {
	from.mu.Lock()
	ready <- true
	<-begin
	to.mu.Lock()
	from.balance -= amount
	to.balance += amount
	to.mu.Unlock()
	from.mu.Unlock()
}

func audit(a *account, every time.Duration) {
	for {
		time.Sleep(every)
		a.mu.Lock()
		fmt.Println(a.name, a.balance)
		a.mu.Unlock()
	}
}

func main() {
	savings := &account{name: "savings", balance: 100}
	current := &account{name: "current", balance: 50}
	ready, begin := make(chan bool), make(chan bool)
	go pay(savings, current, 30, ready, begin)
	go pay(current, savings, 20, ready, begin)
	<-ready
	<-ready
	close(begin)
	go audit(savings, 50*time.Millisecond)
	time.Sleep(300 * time.Millisecond)
	fmt.Println("ready")
	for {
		time.Sleep(time.Hour)
	}
}

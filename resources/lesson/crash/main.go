// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT

// Command crash adds up an order, and goes one line too far.
package main

import "fmt"

type order struct {
	id     int
	prices []float64
}

func total(o *order, lines int) float64 {
	sum := 0.0
	for i := 0; i < lines; i++ {
		sum += o.prices[i]
	}
	return sum
}

func main() {
	done := make(chan bool)
	go func() {
		<-done // waits until the order is added up
	}()
	o := &order{id: 4711, prices: []float64{9.5, 12, 30.25}}
	fmt.Println("order", o.id)
	fmt.Println("total", total(o, 4))
	close(done)
}

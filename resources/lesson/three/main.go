// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT

// Command three is the third exercise: a shop where not everybody has an address.
package main

import "fmt"

type address struct {
	street, city string
}

type customer struct {
	name string
	home *address
}

type parcel struct {
	to     *customer
	weight int
}

func label(p *parcel) string {
	return p.to.name + ", " + p.to.home.city
}

func main() {
	parcels := []*parcel{
		{to: &customer{name: "Ada", home: &address{"Dorset Street 1", "London"}}, weight: 3},
		{to: &customer{name: "Grace"}, weight: 5},
	}
	for _, p := range parcels {
		fmt.Println(label(p))
	}
}

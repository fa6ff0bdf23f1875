module two

go 1.22

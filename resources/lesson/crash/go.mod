module crash

go 1.22

module one

go 1.22

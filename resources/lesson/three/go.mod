module three

go 1.22

"""Commands for those who change this repository; nothing that `make up` runs."""

"""What the providers work on: moto in this process, records of what moto lacks, and their snapshot on
disk."""

"""Ledgers: rows read from and written to xlsx, csv and parquet files."""

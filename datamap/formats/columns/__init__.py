"""Large tables: systems and transfers read by columns, without an object for each row."""

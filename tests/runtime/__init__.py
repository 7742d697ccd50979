"""Rules for the whole code, such as imports, logs and documentation, and the parts that every process runs."""

"""The tables of an export, told once: schema, codebook, writers, readers and tests all read them here."""

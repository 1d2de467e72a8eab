"""The command line: one file a verb. What is slow to import is imported by the verb that needs it."""

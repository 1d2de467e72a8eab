"""The page: the report, drawn afresh at every visit."""

"""The steps that a person or a clock can ask for, each written as the pipeline it is."""

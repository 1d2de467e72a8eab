"""Reading files that other tools wrote: pure functions from text to rows, with nothing guessed."""

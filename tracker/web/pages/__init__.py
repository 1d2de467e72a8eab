"""The pages, one module each: `routes(site)` gives its addresses."""

"""The owner's data as a data package of files, and such a package read again; knows no database."""

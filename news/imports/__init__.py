"""Articles brought in from elsewhere: `manage.py import_articles` (docs/import.md).

reading → jsonl, wxr     the file as records: plain fields by the documented names
rows → dates, bodies     a record as values of an article, or all reasons why not
pictures                 local files as pictures of the library
writing → categories …   rows in batches to the database
running                  all of it, with a summary
"""

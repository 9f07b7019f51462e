"""Files that come and go: the caseload file (JSON Lines) and tables from Excel or CSV.

Every function that reads or writes the caseload runs on the database thread (``Store.call``).
"""

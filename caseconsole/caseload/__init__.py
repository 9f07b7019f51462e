"""Reading and writing the caseload by subject: people, cases, plans, contacts, network, search.

Every function runs on the database thread (``Store.run``) and hands out frozen values, never rows
of the database. What is "now" is told by the caller as a day.
"""

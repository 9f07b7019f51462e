# mypy: ignore-errors
"""Tables: handing_in. Loaded by path; never changed once it shipped."""
from peewee import *

def up(migrator, db):
    class HandedIn(Model):
        first_day = DateField()
        last_day = DateField()
        edition = IntegerField(default=1)
        handed_in_on = DateField()
        recipient = CharField(default='')
        reason = TextField(default='')
        rules = IntegerField()
        program = CharField()
        sha256 = CharField()
        content = BlobField()
        class Meta:
            database = db
            table_name = 'handed_in'
            indexes = ((('first_day', 'last_day', 'edition'), True),)
    db.create_tables([HandedIn])

# mypy: ignore-errors
"""Tables: documents_and_agreements. Loaded by path; never changed once it shipped."""
from peewee import *

def up(migrator, db):
    class Case(Model):
        class Meta:
            database = db
            table_name = 'case'

    class Person(Model):
        class Meta:
            database = db
            table_name = 'person'

    class FiledDocument(Model):
        case = ForeignKeyField(Case, null=True, on_delete='RESTRICT')
        kind = CharField()
        title = CharField()
        file_name = CharField()
        version = IntegerField(null=True)
        second_language = CharField(null=True)
        recipient = CharField(default='')
        template = CharField()
        template_hash = CharField()
        day = DateField()
        edited = BooleanField(default=False)
        sha256 = CharField()
        content = BlobField()
        class Meta:
            database = db
            table_name = 'filed_document'
    db.create_tables([FiledDocument])

    class TextBlock(Model):
        area = CharField()
        kind = CharField()
        text = TextField()
        class Meta:
            database = db
            table_name = 'text_block'
    db.create_tables([TextBlock])

    class WorkingCopy(Model):
        document = ForeignKeyField(FiledDocument, on_delete='CASCADE')
        path = CharField(unique=True)
        made_on = DateField()
        class Meta:
            database = db
            table_name = 'working_copy'
    db.create_tables([WorkingCopy])

    migrator.migrate(migrator.add_column('consent', 'reason', TextField(default='')))
    migrator.migrate(migrator.add_column('consent', 'scope', TextField(default='')))
    migrator.migrate(migrator.add_column('goal', 'member_id', ForeignKeyField(Person, field=Person.id, null=True, on_delete='RESTRICT')))
    migrator.migrate(migrator.add_column('goal', 'translation', TextField(default='')))
    migrator.migrate(migrator.add_column('measure', 'translation', TextField(default='')))
    migrator.migrate(migrator.add_column('plan_version', 'concerns_translation', TextField(default='')))
    migrator.migrate(migrator.add_column('plan_version', 'participants', CharField(default='')))
    migrator.migrate(migrator.add_column('plan_version', 'interpreter', CharField(default='')))
    migrator.migrate(migrator.add_column('plan_version', 'undone', JSONField(null=True)))
    migrator.migrate(migrator.add_column('reminder', 'time', CharField(default='')))
    migrator.migrate(migrator.add_column('reminder', 'place', CharField(default='')))
    migrator.migrate(migrator.add_column('reminder', 'bring', TextField(default='')))

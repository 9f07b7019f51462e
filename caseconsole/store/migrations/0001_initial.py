# mypy: ignore-errors
"""Tables: initial. Loaded by path; never changed once it shipped."""
from peewee import *

def up(migrator, db):
    class AuditEntry(Model):
        at = CharField()
        user = CharField(default='')
        action = CharField()
        object_type = CharField(default='')
        object_id = IntegerField(null=True)
        fields = JSONField(default=list)
        reason = CharField(default='')
        class Meta:
            database = db
            table_name = 'audit_entry'
            indexes = ((('object_type', 'object_id'), False),)
    db.create_tables([AuditEntry])

    class Person(Model):
        family_name = CharField(default='')
        given_name = CharField(default='')
        also_known_as = JSONField(default=list)
        original_script_name = CharField(default='')
        birth_date = DateField(null=True)
        birth_precision = CharField(null=True)
        birth_place = CharField(default='')
        sex = CharField(null=True)
        nationalities = JSONField(default=list)
        languages = JSONField(default=list)
        interpreter_needed = BooleanField(null=True)
        phone = CharField(default='')
        email = CharField(default='')
        preferred_contact = CharField(null=True)
        arrived_on = DateField(null=True)
        allotted_on = DateField(null=True)
        schooling = TextField(default='')
        training = TextField(default='')
        work_experience = TextField(default='')
        recognition = CharField(null=True)
        courses = TextField(default='')
        competences = TextField(default='')
        children = TextField(default='')
        participation = TextField(default='')
        health = TextField(default='')
        notes = TextField(default='')
        sort_key = CharField(index=True, default='')
        search_key = TextField(default='')
        class Meta:
            database = db
            table_name = 'person'
    db.create_tables([Person])

    class Case(Model):
        number = CharField(unique=True)
        person = ForeignKeyField(Person, on_delete='RESTRICT')
        extension_reason = TextField(default='')
        cancelled = BooleanField(default=False)
        class Meta:
            database = db
            table_name = 'case'
    db.create_tables([Case])

    class CarePeriod(Model):
        case = ForeignKeyField(Case, on_delete='RESTRICT')
        begin = DateField()
        end = DateField(null=True)
        closing_reason = CharField(null=True)
        outcome = TextField(default='')
        class Meta:
            database = db
            table_name = 'care_period'
    db.create_tables([CarePeriod])

    class Partner(Model):
        name = CharField()
        kind = CharField(null=True)
        contact_person = CharField(default='')
        phone = CharField(default='')
        email = CharField(default='')
        address = CharField(default='')
        class Meta:
            database = db
            table_name = 'partner'
    db.create_tables([Partner])

    class Consent(Model):
        case = ForeignKeyField(Case, on_delete='RESTRICT')
        purpose = CharField()
        partner = ForeignKeyField(Partner, null=True, on_delete='RESTRICT')
        recipient = CharField(default='')
        granted_on = DateField(null=True)
        ends_on = DateField(null=True)
        withdrawn_on = DateField(null=True)
        class Meta:
            database = db
            table_name = 'consent'
    db.create_tables([Consent])

    class Contact(Model):
        day = DateField()
        kind = CharField()
        minutes = IntegerField(null=True)
        anonymous = IntegerField(null=True)
        main_topic = CharField(null=True)
        topics = JSONField(default=list)
        interpreter = BooleanField(null=True)
        text = TextField(default='')
        follow_up_on = DateField(null=True)
        follow_up_done = BooleanField(default=False)
        class Meta:
            database = db
            table_name = 'contact'
            indexes = ((('day', 'kind'), False), (('follow_up_done', 'follow_up_on'), False))
    db.create_tables([Contact])

    class ContactCase(Model):
        contact = ForeignKeyField(Contact, on_delete='CASCADE')
        case = ForeignKeyField(Case, on_delete='RESTRICT')
        position = IntegerField(default=0)
        class Meta:
            database = db
            table_name = 'contact_case'
            primary_key = CompositeKey('contact', 'case')
    db.create_tables([ContactCase])

    class ContactPerson(Model):
        contact = ForeignKeyField(Contact, on_delete='CASCADE')
        person = ForeignKeyField(Person, on_delete='RESTRICT')
        position = IntegerField(default=0)
        class Meta:
            database = db
            table_name = 'contact_person'
            primary_key = CompositeKey('contact', 'person')
    db.create_tables([ContactPerson])

    class Draft(Model):
        key = CharField(primary_key=True)
        case = ForeignKeyField(Case, null=True, on_delete='CASCADE')
        title = CharField(default='')
        values = JSONField(default=dict)
        updated_at = CharField()
        class Meta:
            database = db
            table_name = 'draft'
    db.create_tables([Draft])

    class Plan(Model):
        case = ForeignKeyField(Case, on_delete='RESTRICT')
        closed_on = DateField(null=True)
        class Meta:
            database = db
            table_name = 'plan'
    db.create_tables([Plan])

    class Goal(Model):
        plan = ForeignKeyField(Plan, on_delete='RESTRICT')
        area = CharField()
        text = TextField()
        position = IntegerField(default=0)
        agreed_on = DateField(null=True)
        target_on = DateField(null=True)
        state = CharField(null=True)
        settled_on = DateField(null=True)
        reason = TextField(default='')
        class Meta:
            database = db
            table_name = 'goal'
    db.create_tables([Goal])

    class Household(Model):
        address = CharField(default='')
        postcode = CharField(default='')
        place = CharField(default='')
        class Meta:
            database = db
            table_name = 'household'
    db.create_tables([Household])

    class HouseholdMember(Model):
        household = ForeignKeyField(Household, on_delete='RESTRICT')
        person = ForeignKeyField(Person, on_delete='RESTRICT')
        from_day = DateField()
        to_day = DateField(null=True)
        role = CharField(null=True)
        class Meta:
            database = db
            table_name = 'household_member'
    db.create_tables([HouseholdMember])

    class Measure(Model):
        goal = ForeignKeyField(Goal, on_delete='RESTRICT')
        text = TextField()
        responsible = CharField(null=True)
        partner = ForeignKeyField(Partner, null=True, on_delete='RESTRICT')
        due_on = DateField(null=True)
        done_on = DateField(null=True)
        class Meta:
            database = db
            table_name = 'measure'
    db.create_tables([Measure])

    class PersonStatus(Model):
        person = ForeignKeyField(Person, on_delete='RESTRICT')
        from_day = DateField()
        residence_status = CharField(null=True)
        valid_until = DateField(null=True)
        conditions = CharField(default='')
        work_permission = CharField(null=True)
        german_level = CharField(null=True)
        housing = CharField(null=True)
        place = CharField(default='')
        marital_status = CharField(null=True)
        employment = CharField(null=True)
        income = JSONField(null=True)
        class Meta:
            database = db
            table_name = 'person_status'
    db.create_tables([PersonStatus])

    class PlanVersion(Model):
        plan = ForeignKeyField(Plan, on_delete='RESTRICT')
        number = IntegerField()
        agreed_on = DateField(null=True)
        review_on = DateField(null=True)
        concerns = TextField(default='')
        second_language = CharField(null=True)
        frozen = JSONField(null=True)
        class Meta:
            database = db
            table_name = 'plan_version'
            indexes = ((('plan', 'number'), True),)
    db.create_tables([PlanVersion])

    class Referral(Model):
        case = ForeignKeyField(Case, on_delete='RESTRICT')
        partner = ForeignKeyField(Partner, on_delete='RESTRICT')
        day = DateField()
        reason = TextField(default='')
        result = CharField(null=True)
        result_on = DateField(null=True)
        class Meta:
            database = db
            table_name = 'referral'
    db.create_tables([Referral])

    class Reminder(Model):
        case = ForeignKeyField(Case, null=True, on_delete='RESTRICT')
        due_on = DateField(index=True)
        text = TextField()
        done_on = DateField(null=True)
        class Meta:
            database = db
            table_name = 'reminder'
    db.create_tables([Reminder])

    class SelfRating(Model):
        case = ForeignKeyField(Case, on_delete='RESTRICT')
        area = CharField()
        day = DateField()
        value = IntegerField()
        note = CharField(default='')
        class Meta:
            database = db
            table_name = 'self_rating'
    db.create_tables([SelfRating])

    class Snooze(Model):
        key = CharField(unique=True)
        until = DateField(null=True)
        class Meta:
            database = db
            table_name = 'snooze'
    db.create_tables([Snooze])

    class StoreInfo(Model):
        key = CharField(primary_key=True)
        value = TextField()
        class Meta:
            database = db
            table_name = 'store_info'
    db.create_tables([StoreInfo])

"""Households, the run that visits them, what was heard there, and how long all of it is kept."""

from peewee import (
    BlobField,
    BooleanField,
    Check,
    DateField,
    DateTimeField,
    FloatField,
    ForeignKeyField,
    IntegerField,
    Model,
    TextField,
)


def up(migrator, db):
    class Base(Model):
        class Meta:
            database = db
            legacy_table_names = False

    class Named(Base):
        key = TextField(unique=True)
        name_nl = TextField()
        name_en = TextField(default="")
        name_fr = TextField(default="")
        position = IntegerField(default=0)
        active = BooleanField(default=True)

    class Sealed(Base):
        id = IntegerField(primary_key=True)
        sealed = BlobField(null=True)

    class Volunteer(Base):
        pass

    class Activity(Base):
        pass

    class Series(Base):
        pass

    class Period(Named):
        months = IntegerField()
        agreed_on = DateField(null=True)
        version = IntegerField(default=1)

        class Meta:
            constraints = [Check("months BETWEEN 1 AND 120", name="period_months")]

    class FoodWish(Named):
        pass

    class Household(Sealed):
        code_name = TextField()
        folded = TextField()
        adults = IntegerField(default=1)
        children = IntegerField(default=0)
        priority = BooleanField(default=False)
        came_by = TextField(default="other")
        first_by = ForeignKeyField(Volunteer, null=True, backref="+", on_delete="SET NULL")
        paused_until = DateField(null=True)
        last_visit = DateField(null=True)
        ended_on = DateField(null=True)
        made_at = DateTimeField()
        version = IntegerField(default=1)

        class Meta:
            constraints = [
                Check("came_by IN ('phone', 'mail', 'door', 'other')", name="household_came_by"),
                Check("adults BETWEEN 0 AND 20 AND children BETWEEN 0 AND 20", name="household_mouths"),
            ]

    Household.add_index(Household.index(Household.folded, unique=True, name="household_folded_once"))

    class NeedKind(Named):
        group = TextField()
        at_once = BooleanField(default=False)

    class Need(Sealed):
        kind = ForeignKeyField(NeedKind, backref="+")
        urgency = TextField()
        household = ForeignKeyField(Household, null=True, backref="+", on_delete="CASCADE")
        activity = ForeignKeyField(Activity, null=True, backref="+", on_delete="SET NULL")
        group = TextField(default="")
        raised_by = ForeignKeyField(Volunteer, null=True, backref="+", on_delete="SET NULL")
        raised_at = DateTimeField()
        owner = ForeignKeyField(Volunteer, null=True, backref="+", on_delete="SET NULL")
        taken_at = DateTimeField(null=True)
        follow_up = DateField(null=True)
        closed_at = DateTimeField(null=True)
        outcome = TextField(default="")
        version = IntegerField(default=1)

        class Meta:
            constraints = [
                Check("urgency IN ('today', 'this week', 'can wait')", name="need_urgency"),
                Check("outcome IN ('', 'helped', 'passed on', 'not possible', 'mistake')", name="need_outcome"),
                Check("(closed_at IS NULL) = (outcome = '')", name="need_closed_has_outcome"),
            ]

    Need.add_index(Need.index(Need.activity, Need.household, Need.kind, unique=True, name="need_heard_once"))

    class GoodsKind(Named):
        pass

    class Donor(Base):
        name = TextField()
        place = TextField(default="")
        contact = TextField(default="")
        phone = TextField(default="")
        active = BooleanField(default=True)
        version = IntegerField(default=1)

    Donor.add_index(Donor.index(Donor.name, unique=True, name="donor_name_once"))

    class SeriesRun(Base):
        series = ForeignKeyField(Series, backref="+", on_delete="CASCADE")
        stops = IntegerField(default=6)
        donor = ForeignKeyField(Donor, null=True, backref="+", on_delete="SET NULL")

        class Meta:
            constraints = [Check("stops BETWEEN 1 AND 30", name="series_run_stops")]

    SeriesRun.add_index(SeriesRun.index(SeriesRun.series, unique=True, name="series_run_once"))

    class Run(Sealed):
        activity = ForeignKeyField(Activity, backref="+", on_delete="CASCADE")
        proxy = ForeignKeyField(Volunteer, null=True, backref="+", on_delete="SET NULL")
        reported_by = IntegerField(null=True)
        reported_at = DateTimeField(null=True)
        version = IntegerField(default=1)
        left_over_version = IntegerField(default=1)

    Run.add_index(Run.index(Run.activity, unique=True, name="run_once"))

    class Stop(Sealed):
        run = ForeignKeyField(Run, backref="stops", on_delete="CASCADE")
        household = ForeignKeyField(Household, null=True, backref="+", on_delete="SET NULL")
        position = IntegerField()
        just_visit = BooleanField(default=False)
        result = TextField(default="")
        adults = IntegerField(default=0)
        children = IntegerField(default=0)
        last_visit_before = DateField(null=True)
        counted = BooleanField(default=False)
        reported_by = IntegerField(null=True)
        reported_at = DateTimeField(null=True)
        version = IntegerField(default=1)

        class Meta:
            constraints = [
                Check("result IN ('', 'visited', 'not home', 'moved', 'not needed')", name="stop_result"),
                Check("(reported_at IS NULL) = (result = '')", name="stop_reported_has_result"),
            ]

    Stop.add_index(Stop.index(Stop.run, Stop.household, unique=True, name="stop_once"))

    class StopGoods(Base):
        stop = ForeignKeyField(Stop, backref="goods", on_delete="CASCADE")
        kind = ForeignKeyField(GoodsKind, backref="+")

    StopGoods.add_index(StopGoods.index(StopGoods.stop, StopGoods.kind, unique=True, name="stop_goods_once"))

    class PickUp(Base):
        run = ForeignKeyField(Run, backref="+", on_delete="CASCADE")
        donor = ForeignKeyField(Donor, backref="+")
        got = TextField(default="")
        cooled = BooleanField(default=False)
        temperature = FloatField(null=True)
        by = IntegerField(null=True)
        made_at = DateTimeField()
        version = IntegerField(default=1)

        class Meta:
            constraints = [Check("temperature BETWEEN -40 AND 60", name="pick_up_temperature")]

    PickUp.add_index(PickUp.index(PickUp.run, PickUp.donor, unique=True, name="pick_up_once"))

    class Sheet(Base):
        run = ForeignKeyField(Run, backref="+", on_delete="CASCADE")
        plan_version = IntegerField(default=1)
        printed_by = IntegerField()
        printed_at = DateTimeField()
        returned_at = DateTimeField(null=True)
        returned_to = IntegerField(null=True)

    class Told(Base):
        run = ForeignKeyField(Run, backref="+", on_delete="CASCADE")
        household = ForeignKeyField(Household, null=True, backref="+", on_delete="CASCADE")
        donor = ForeignKeyField(Donor, null=True, backref="+", on_delete="CASCADE")
        result = TextField()
        by = IntegerField(null=True)
        made_at = DateTimeField()

        class Meta:
            constraints = [
                Check("result IN ('tried', 'told')", name="told_result"),
                Check("(household_id IS NULL) <> (donor_id IS NULL)", name="told_one"),
            ]

    db.create_tables([
        Period, FoodWish, Household, NeedKind, Need, GoodsKind, Donor, SeriesRun, Run, Stop, StopGoods, PickUp, Sheet,
        Told,
    ])
    _fill(Period, "key name_nl name_en name_fr months", [
        ("household", "Gezin, na het laatste bezoek", "Household, after the last visit",
         "Famille, après la dernière visite", 12),
        ("stop", "Wat in een verslag van een rit staat", "What a report of a run says",
         "Ce que dit le rapport d'une tournée", 12),
        ("need", "Nood, nadat ze afgesloten is", "Need, after it was closed", "Besoin, après sa clôture", 6),
    ])
    _fill(FoodWish, "key name_nl name_en name_fr", [
        ("no_pork", "geen varkensvlees", "no pork", "pas de porc"),
        ("halal", "vlees alleen halal", "meat only halal", "viande halal seulement"),
        ("no_meat", "geen vlees", "no meat", "pas de viande"),
        ("no_fish", "geen vis", "no fish", "pas de poisson"),
        ("no_milk", "geen melk", "no milk", "pas de lait"),
        ("no_oven", "kan niet koken", "cannot cook", "ne peut pas cuisiner"),
    ])
    _fill(GoodsKind, "key name_nl name_en name_fr", [
        ("bread", "brood", "bread", "pain"),
        ("parcel", "voedselpakket", "food parcel", "colis alimentaire"),
        ("fresh", "groenten en fruit", "vegetables and fruit", "fruits et légumes"),
        ("cooled", "gekoeld", "cooled food", "produits frais"),
        ("baby_food", "babyvoeding", "baby food", "aliments pour bébé"),
        ("nappies", "luiers", "nappies", "langes"),
        ("clothes", "kledij", "clothes", "vêtements"),
        ("other", "iets anders", "something else", "autre chose"),
    ])
    _fill(NeedKind, "key name_nl name_en name_fr group at_once", [
        ("letter", "brief gekregen, papieren", "letter received, papers", "lettre reçue, papiers", "dossiers", True),
        ("safety", "veiligheid", "safety", "sécurité", "dossiers", True),
        ("food", "brood, voeding", "bread, food", "pain, nourriture", "rounds", False),
        ("baby_food", "babyvoeding", "baby food", "aliments pour bébé", "rounds", False),
        ("nappies", "luiers", "nappies", "langes", "rounds", False),
        ("clothes", "kledij", "clothes", "vêtements", "rounds", False),
        ("furniture", "meubels, huisraad", "furniture, household goods", "meubles, ustensiles", "rounds", False),
        ("energy", "verwarming, energie", "heating, energy", "chauffage, énergie", "dossiers", False),
        ("housing", "huisvesting, uithuiszetting", "housing, eviction", "logement, expulsion", "dossiers", False),
        ("illness", "ziekte, medische kaart", "illness, medical card", "maladie, carte médicale", "visits", False),
        ("school", "school, huiswerk", "school, homework", "école, devoirs", "homework", False),
        ("transport", "vervoer", "transport", "transport", "dossiers", False),
        ("work", "werk", "work", "travail", "dossiers", False),
        ("money", "geld, rekening", "money, a bill", "argent, facture", "dossiers", False),
        ("company", "eenzaamheid, gesprek", "loneliness, a talk", "solitude, parler", "visits", False),
        ("other", "iets anders", "something else", "autre chose", "rounds", False),
    ])


def _fill(table, columns, rows):
    table.insert_many(
        [{**dict(zip(columns.split(), row, strict=True)), "position": position, "active": True}
         for position, row in enumerate(rows, 1)]
    ).execute()

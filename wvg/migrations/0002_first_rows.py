"""Rows that every new wvg begins with: roles, skills, papers, languages. Admins can add to them."""

from peewee import BooleanField, IntegerField, Model, TextField

ROWS = {
    "role": [
        ("driver", "Chauffeur", "Driver", "Chauffeur"),
        ("place", "Plaats", "Place", "Place"),
        ("helper", "Helper", "Helper", "Aide"),
        ("reserve", "Reserve", "Reserve", "Réserve"),
    ],
    "skill": [
        ("licence", "rijbewijs", "driving licence", "permis de conduire"),
        ("car", "auto", "car", "voiture"),
        ("cargo_bike", "bakfiets", "cargo bike", "vélo cargo"),
        ("language_help", "taalhulp", "language help", "aide linguistique"),
        ("first_aid", "eerste hulp", "first aid", "premiers secours"),
    ],
    "paper_kind": [
        ("information_note", "infonota", "information note", "note d'information"),
        ("discretion", "discretieverklaring", "discretion statement", "déclaration de discrétion"),
        ("criminal_record", "uittreksel 596.2", "criminal record extract 596.2",
         "extrait de casier judiciaire 596.2"),
    ],
    "language": [
        ("nl", "Nederlands", "Dutch", "néerlandais"),
        ("fr", "Frans", "French", "français"),
        ("en", "Engels", "English", "anglais"),
        ("ar", "Arabisch", "Arabic", "arabe"),
        ("tr", "Turks", "Turkish", "turc"),
        ("bg", "Bulgaars", "Bulgarian", "bulgare"),
        ("sk", "Slovaaks", "Slovak", "slovaque"),
        ("sq", "Albanees", "Albanian", "albanais"),
        ("fa", "Dari of Farsi", "Dari or Farsi", "dari ou farsi"),
        ("ps", "Pashto", "Pashto", "pachto"),
        ("ti", "Tigrinya", "Tigrinya", "tigrinya"),
        ("ru", "Russisch", "Russian", "russe"),
        ("uk", "Oekraïens", "Ukrainian", "ukrainien"),
        ("es", "Spaans", "Spanish", "espagnol"),
        ("de", "Duits", "German", "allemand"),
        ("rom", "Romani", "Romani", "romani"),
    ],
}


def up(migrator, db):
    for table, rows in ROWS.items():

        class Row(Model):
            key = TextField()
            name_nl = TextField()
            name_en = TextField()
            name_fr = TextField()
            position = IntegerField()
            active = BooleanField()

            class Meta:
                database = db
                table_name = table

        Row.insert_many(
            [(*row, position, True) for position, row in enumerate(rows, 1)],
            fields=[Row.key, Row.name_nl, Row.name_en, Row.name_fr, Row.position, Row.active],
        ).execute()

"""Invented people, places and notes for the practice caseload; none of them exists."""

from __future__ import annotations

from typing import NamedTuple


class Origin(NamedTuple):
    """Names as they occur together, each with its own script where it has one."""

    country: str
    language: str
    weight: int
    families: tuple[tuple[str, str], ...]
    women: tuple[tuple[str, str], ...]
    men: tuple[tuple[str, str], ...]
    statuses: tuple[str, ...]


ORIGINS = (
    Origin(
        "SY", "ar", 22,
        (("Al-Hamad", "الحمد"), ("Haddad", "حداد"), ("Al-Khatib", "الخطيب"), ("Darwish", "درويش"),
         ("Kassem", "قاسم"), ("Al-Masri", "المصري"), ("Saleh", "صالح"), ("Hamdan", "حمدان")),
        (("Rania", "رانيا"), ("Fatima", "فاطمة"), ("Nour", "نور"), ("Hanan", "حنان"),
         ("Lina", "لينا"), ("Amal", "أمل")),
        (("Ahmad", "أحمد"), ("Yousef", "يوسف"), ("Khaled", "خالد"), ("Omar", "عمر"),
         ("Mahmoud", "محمود"), ("Samer", "سامر")),
        ("refugee", "subsidiary", "subsidiary", "family_reunion", "settlement"),
    ),
    Origin(
        "AF", "fa", 16,
        (("Rahimi", "رحیمی"), ("Hosseini", "حسینی"), ("Ahmadzai", "احمدزی"), ("Karimi", "کریمی"),
         ("Nazari", "نظری"), ("Sharifi", "شریفی")),
        (("Zahra", "زهرا"), ("Maryam", "مریم"), ("Shirin", "شیرین"), ("Parwana", "پروانه")),
        (("Najib", "نجیب"), ("Mustafa", "مصطفی"), ("Reza", "رضا"), ("Farhad", "فرهاد")),
        ("refugee", "deportation_ban", "admission_22", "permission_to_stay", "toleration"),
    ),
    Origin(
        "UA", "uk", 26,
        (("Kovalenko", "Коваленко"), ("Melnyk", "Мельник"), ("Shevchenko", "Шевченко"),
         ("Bondar", "Бондар"), ("Tkachenko", "Ткаченко"), ("Kravets", "Кравець")),
        (("Oksana", "Оксана"), ("Iryna", "Ірина"), ("Olena", "Олена"), ("Kateryna", "Катерина"),
         ("Natalia", "Наталія"), ("Svitlana", "Світлана")),
        (("Andrii", "Андрій"), ("Serhii", "Сергій"), ("Mykola", "Микола"), ("Dmytro", "Дмитро")),
        ("temporary_24",),
    ),
    Origin(
        "GM", "wo", 8,
        (("Jallow", ""), ("Ceesay", ""), ("Touray", ""), ("Sanneh", "")),
        (("Fatou", ""), ("Isatou", ""), ("Awa", "")),
        (("Lamin", ""), ("Modou", ""), ("Ebrima", ""), ("Musa", "")),
        ("toleration", "toleration_60d", "permission_to_stay", "opportunity_104c"),
    ),
    Origin(
        "ER", "ti", 8,
        (("Tekle", "ተክለ"), ("Ghebremedhin", "ገብረመድህን"), ("Woldemariam", "ወልደማርያም"),
         ("Habte", "ሃብተ")),
        (("Selam", "ሰላም"), ("Feven", "ፌቨን"), ("Rahel", "ራሄል")),
        (("Yonas", "ዮናስ"), ("Filmon", "ፊልሞን"), ("Samuel", "ሳሙኤል")),
        ("refugee", "subsidiary"),
    ),
    Origin(
        "TR", "tr", 8,
        (("Çelik", ""), ("Yıldız", ""), ("Öztürk", ""), ("Şahin", "")),
        (("Ayşe", ""), ("Elif", ""), ("Gülşen", "")),
        (("Emre", ""), ("İbrahim", ""), ("Oğuz", "")),
        ("permission_to_stay", "refugee", "toleration"),
    ),
    Origin(
        "IQ", "ku", 7,
        (("Barzani", "بارزانی"), ("Al-Bayati", "البياتي"), ("Khalaf", "خلف")),
        (("Zainab", "زينب"), ("Shilan", "شيلان")),
        (("Karwan", "کاروان"), ("Hiwa", "هيوا"), ("Ali", "علي")),
        ("deportation_ban", "toleration", "refugee"),
    ),
    Origin(
        "NG", "en", 5,
        (("Okafor", ""), ("Adeyemi", ""), ("Eze", "")),
        (("Blessing", ""), ("Ngozi", "")),
        (("Emeka", ""), ("Chidi", "")),
        ("permission_to_stay", "toleration"),
    ),
)  # fmt: skip

STREETS = ("Lindenweg", "Hauptstraße", "Bahnhofstraße", "Gartenweg", "Mühlgasse", "Am Rathaus",
           "Kirchstraße", "Schillerstraße")  # fmt: skip
PLACES = (("Musterstadt", 9), ("Oberdorf", 3), ("Niederweiler", 2), ("Talheim am Bach", 2))
POSTCODE = "70000"

PARTNERS = (
    ("Jobcenter Musterkreis", "jobcenter", "Frau Vogel"),
    ("Ausländerbehörde Landratsamt", "immigration_office", "Herr Sauter"),
    ("Volkshochschule Musterstadt", "language_school", "Frau Brenner"),
    ("Schulsozialarbeit Realschule", "school_social_work", "Herr Kern"),
    ("Jugendberufshilfe Berufsschulzentrum", "youth_vocational_help", ""),
    ("Asylkreis Musterstadt e. V.", "volunteers", "Frau Böhm"),
    ("MBE im Haus der Diakonie", "mbe", ""),
    ("IQ Anerkennungsberatung", "recognition_advice", "Frau Özer"),
    ("Schreinerei Böhm & Söhne", "employer", "Herr Böhm"),
    ("Schuldnerberatung Musterkreis", "debt_advice", ""),
    ("Sportverein Musterstadt 1902", "club", ""),
)

NOTES: dict[str, tuple[str, ...]] = {
    "language": (
        "Einstufung bei der VHS vereinbart. Berechtigungsschein liegt vor.",
        "B1-Kurs läuft gut, Prüfung in acht Wochen. Übt mit der Nachbarin.",
        "Kurs wegen Kinderbetreuung unterbrochen, Elternkurs angefragt.",
    ),
    "school": (
        "Anmeldung in der VKL vorbereitet, Unterlagen kopiert.",
        "Gespräch mit der Schulsozialarbeit: Nachhilfe ab Montag.",
    ),
    "training": (
        "Praktikum in der Schreinerei, Betrieb kann sich eine Ausbildung vorstellen.",
        "Unterlagen für die Einstiegsqualifizierung zusammengestellt.",
    ),
    "work": (
        "Lebenslauf überarbeitet und ausgedruckt.\nVorstellung am Donnerstag um 9 Uhr.",
        "Zusage für das Praktikum erhalten.",
        "Arbeitsvertrag gemeinsam gelesen, Probezeit und Kündigungsfrist erklärt.",
    ),
    "recognition": ("Zeugnisse übersetzt, Antrag bei der Kammer vorbereitet.",),
    "housing": (
        "Schimmel im Bad, Fotos gemacht. Vermieter angeschrieben.",
        "Wohnberechtigungsschein beantragt; Wohnungssuche in Oberdorf.",
        "Rechnung der Stadtwerke über 412,30 €. Ratenzahlung (50 €/Monat) angefragt.",
    ),
    "health": ("Termin beim Hausarzt vereinbart, Sprachmittlung organisiert.",),
    "participation": ("Probetraining im Sportverein, nimmt die Kinder mit.",),
    "family": (
        "Kita-Platz zum Sommer zugesagt.",
        "Antrag auf Kindergeld ausgefüllt, Geburtsurkunden fehlen noch.",
    ),
    "residence": (
        "Verlängerung der Aufenthaltserlaubnis beantragt, Fiktionsbescheinigung abgeholt.",
        "Fragen zur Niederlassungserlaubnis besprochen.",
    ),
    "finances": (
        "Bescheid des Jobcenters geprüft, Widerspruch nicht nötig.",
        "Haushaltsplan gemacht, Schuldnerberatung empfohlen.",
    ),
    "authorities": (
        "Post der letzten Woche geordnet und erklärt.",
        "Formular der Familienkasse ausgefüllt.",
    ),
}
"""Notes by main topic; the topics of a practice contact are the keys."""

CONCERNS = (
    "Ich möchte so gut Deutsch sprechen, dass ich allein zum Amt gehen kann.",
    "Ich will arbeiten und für meine Familie selbst sorgen.",
    "Wir brauchen eine größere Wohnung. Die Kinder können nicht in Ruhe lernen.",
    "Ich möchte wieder in meinem Beruf arbeiten.",
)

"""Headers: what the columns of the products' exports, and of people's own lists, become."""

import csv
from pathlib import Path

import pytest

from store import headers
from store.header_names import FIELDS, LISTS, plain

EXPORTS = [
    line.split("\t")
    for line in (Path(__file__).parent / "data" / "headers.tsv").read_text().splitlines()[1:]
]
# Which parts of a contact each export has, beside the email.
FULL = "first_name last_name company job_title phone notes"
PARTS = {
    "google_new": FULL,
    "google_old": FULL + " name",
    "google_old_pre2014": "first_name last_name name phone notes",
    "google_outlook_csv": FULL,
    "outlook_com": FULL,
    "outlook_desktop": FULL,
    "thunderbird": FULL + " name",
    "linkedin": "first_name last_name company job_title",
    "mailchimp": "first_name last_name notes",
    "mailchimp_unsub": "first_name last_name phone notes",
    "kajabi": "name",
    "kajabi_import": "first_name last_name",
    "ghost": "name notes",
    "ghost_errors": "name notes",
    "listmonk_export": "name",
    "chatwoot_sample": "name phone company",
    "chatwoot_export": "name phone",
    "hubspot": "first_name last_name phone company",
    "hubspot_2": "first_name last_name phone company job_title",
    "substack": "",
    "brevo": "first_name last_name phone",
    "activecampaign": "first_name last_name phone",
    "systeme_io": "first_name last_name phone",
    "kit": "first_name",
    "kit_2": "first_name",
    "stripe": "name",
    "shopify": "first_name last_name company phone",
    "eventbrite": "first_name last_name",
    "luma": "name first_name last_name phone",
    "patreon": "name",
    "pipedrive": "name phone company",
    "salesforce": "first_name last_name phone company job_title",
    "google_forms": "name phone",
    "apple_tool": "first_name last_name phone company notes",
    "seed_b": "first_name last_name",
    "seed_a_likely": "name company job_title",
}
LABELS = {
    "google_new": "Google Contacts export",
    "google_old": "Google Contacts export",
    "google_outlook_csv": "Google Contacts export for Outlook",
    "outlook_com": "Outlook.com export",
    "outlook_desktop": "Outlook export",
    "linkedin": "LinkedIn connections",
    "mailchimp_unsub": "Mailchimp export",
    "ghost_errors": "Ghost export",
    "hubspot_2": "HubSpot export",
    "google_forms": "Google Forms answers",
    "seed_b": "CSV file",
}


def columns_of(line):
    delimiter = ";" if ";" in line and "," not in line else ","
    return headers.recognise(next(csv.reader([line], delimiter=delimiter)))


def named(columns, field):
    return [columns.names[place] for place in columns.places.get(field, ())]


@pytest.mark.parametrize(("product", "line"), EXPORTS)
def test_the_export_of_each_product_is_read_without_a_question(product, line):
    columns = columns_of(line)
    assert set(columns.places) == {"email", *PARTS[product].split()}
    assert columns.label == LABELS.get(product, columns.label)


def test_of_several_emails_the_first_column_counts_first():
    columns = columns_of("Name,Secondary Email,E-mail 2 - Value,Primary Email")
    assert named(columns, "email") == ["E-mail 2 - Value", "Primary Email", "Secondary Email"]


def test_a_title_beside_a_suffix_stands_before_the_name():
    assert "job_title" not in columns_of("Title,First Name,Suffix,Email").places
    assert named(columns_of("Title,First Name,Email"), "job_title") == ["Title"]


@pytest.mark.parametrize(
    "line",
    [
        "Vorname,Nachname,E-Mail-Adresse,Firma,Position,Telefon,Notizen",
        "Prénom,Nom de famille,Adresse e-mail,Société,Fonction,Téléphone,Remarques",
        "Nombre,Apellidos,Correo electrónico,Empresa,Cargo,Teléfono,Notas",
        "Nome,Sobrenome,Endereço de e-mail,Empresa,Função,Celular,Observações",
        "Nome,Cognome,Indirizzo e-mail,Azienda,Ruolo,Cellulare,Osservazioni",
        "Voornaam,Achternaam,E-mailadres,Bedrijf,Functie,Telefoonnummer,Opmerkingen",
        "FIRST_NAME,LAST_NAME,EMAIL_ADDRESS,COMPANY_NAME,JOB_TITLE,PHONE_NUMBER,NOTES",
        "Your first name,Your last name,Work email,Employer,Role,Mobile (work),Comments",
    ],
)
def test_the_usual_languages_are_read(line):
    columns = columns_of(line)
    fields = FULL.split()
    assert [named(columns, field) for field in ("email", *fields)] == [
        [name] for name in (line.split(",")[n] for n in (2, 0, 1, 3, 4, 5, 6))
    ]


def test_a_header_without_an_email_column_is_not_recognised():
    assert headers.recognise(["Name", "Phone", "Event name"]) is None


def test_a_doubled_column_is_read_after_the_first():
    columns = columns_of("Email,Email,Name,,Name")
    assert columns.places == {"email": (0, 1), "name": (2, 4)}


def test_no_name_of_a_column_stands_for_two_fields():
    names = [name.strip() for listed in LISTS.values() for name in listed.split(",")]
    assert sorted(names) == sorted(FIELDS)
    assert [plain(name) for name in names] == names


def test_used_columns_say_what_they_become():
    columns = columns_of("E-Mail,Vorname,First name,Lieblingsfarbe")
    assert columns.used == ["E-Mail → email", "Vorname → first name", "First name"]
    assert columns.ignored == ["Lieblingsfarbe"]


def test_a_column_of_emails_is_found_whatever_it_is_called():
    rows = [["Kontaktpunkt", "Vorname"], ["ann@example.com", "Ann"], ["", "Bo"]]
    first, columns = headers.by_content(rows)
    assert (first, columns.places) == (1, {"email": (0,), "first_name": (1,)})


def test_three_columns_without_a_header_are_an_email_and_a_name():
    first, columns = headers.by_content([["Ann", "Lee", "ann@example.com"]])
    assert (first, columns.names) == (0, ())
    assert columns.places == {"email": (2,), "first_name": (0,), "last_name": (1,)}
    assert columns.used == ["column 1 → first name", "column 2 → last name", "column 3 → email"]


def test_columns_without_a_header_that_hold_numbers_are_left_alone():
    _, columns = headers.by_content([["7", "ann@example.com"], ["8", "bo@example.com"]])
    assert columns.places == {"email": (1,)}


def test_a_list_with_few_emails_is_no_list_of_emails():
    rows = [["Ann", "-"], ["Bo", "bo@example.com"], ["Cy", "-"], ["Di", "-"], ["Ed", "?"]]
    assert headers.by_content(rows) is None

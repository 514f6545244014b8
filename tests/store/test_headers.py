"""Headers: what the columns of the products' exports, and of people's own lists, become."""

import csv
from pathlib import Path

import pytest

from store import belonging_names, header_names, headers
from store.exporting import HEADER as CONTACTS
from store.header_names import plain
from store.membership_export import HEADER as MEMBERSHIPS

EXPORTS = [
    line.split("\t")
    for line in (Path(__file__).parent / "data" / "headers.tsv").read_text().splitlines()[1:]
]
FULL = "first_name last_name company job_title phone notes"
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
    "substack": "Substack export",
    "patreon": "Patreon export",
    "seed_b": "CSV file",
}


def columns_of(line):
    delimiter = ";" if ";" in line and "," not in line else ","
    return headers.recognise(next(csv.reader([line], delimiter=delimiter)))


def named(columns, field):
    return [columns.names[place] for place in columns.places.get(field, ())]


@pytest.mark.parametrize(("product", "line", "read"), EXPORTS)
def test_each_column_of_each_product_becomes_what_it_holds(product, line, read):
    columns = columns_of(line)
    becomes = {place: field for field, places in columns.places.items() for place in places}
    told = [f"{columns.names[place]} = {becomes[place]}" for place in sorted(becomes)]
    assert told == read.split(", ")
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
        "Förnamn,Efternamn,E-postadress,Företag,Befattning,Mobilnummer,Anteckningar",
        "Fornavn,Efternavn,E-mailadresse,Virksomhed,Stilling,Telefon,Bemærkninger",
        "Etunimi,Sukunimi,Sähköposti,Yritys,Tehtävänimike,Puhelin,Muistiinpanot",
        "Imię,Nazwisko,Adres e-mail,Nazwa firmy,Stanowisko,Numer telefonu,Uwagi",
        "Jméno,Příjmení,E-mailová adresa,Společnost,Pozice,Telefonní číslo,Poznámky",
        "Keresztnév,Vezetéknév,E-mail cím,Cégnév,Beosztás,Telefonszám,Megjegyzés",
        "Prenume,Nume de familie,Adresă de e-mail,Companie,Funcție,Telefon,Observații",
        "Adı,Soyadı,E-posta,Şirket,Unvan,Cep telefonu,Notlar",
        "Имя,Фамилия,Электронная почта,Компания,Должность,Телефон,Примечание",
        "Ім'я,Прізвище,Ел. пошта,Організація,Посада,Номер телефону,Примітки",
        "Όνομα,Επώνυμο,Ηλεκτρονικό ταχυδρομείο,Εταιρεία,Επάγγελμα,Κινητό,Σημειώσεις",
        "שם פרטי,שם משפחה,דואר אלקטרוני,חברה,תפקיד,טלפון,הערות",
        "الاسم الأول,اسم العائلة,البريد الالكتروني,الشركة,المسمى الوظيفي,الهاتف,ملاحظات",
        "名,姓,メールアドレス,会社名,役職,電話番号,備考",
        "名字,姓氏,电子邮件地址,公司,职位,手机号码,备注",
        "이름,성,이메일 주소,회사,직책,휴대폰,메모",
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
    lists = [*header_names.LISTS.values(), *belonging_names.LISTS.values()]
    names = [plain(name) for listed in lists for name in listed.split(",")]
    assert sorted(names) == sorted([*header_names.FIELDS, *belonging_names.FIELDS])
    assert len(names) == len(set(names))
    assert "" not in names


@pytest.mark.parametrize(
    "line",
    [
        "E-Mail,Gruppen,Produkt,Zahlungsart,Beginn,Ende,Gekündigt am",
        "E-mail,Étiquettes,Formule,Mode de paiement,Date de début,Date de fin,Résilié le",
        "Correo,Etiquetas,Producto,Forma de pago,Fecha de inicio,Fecha de fin,Cancelado el",
        "Email,Gruppi,Abbonamento,Tipo di pagamento,Data di inizio,Scadenza,Disdetta",
        "E-mail,Marcadores,Plano,Forma de pagamento,Data de início,Validade,Cancelado em",
        "E-mail,Groepen,Lidmaatschap,Betaalwijze,Ingangsdatum,Einddatum,Opgezegd op",
        "EMAIL_ADDRESS,TAGS,PLAN_NAME,PAYMENT_TYPE,START_DATE,EXPIRES_AT,CANCELED_AT",
    ],
)
def test_groups_and_memberships_are_read_in_the_usual_languages(line):
    columns = columns_of(line)
    fields = ("email", "groups", "products", "payment", "starts", "ends", "cancelled")
    assert columns.places == {field: (place,) for place, field in enumerate(fields)}


@pytest.mark.parametrize(
    "name",
    ["Status", "created_at", "Member Created At", "Ticket Type", "Lead Status", "Event Name",
     "Active", "Subscription", "E-mail 1 - Label", "Country", "Plan status"],
)  # fmt: skip
def test_what_only_sounds_like_a_membership_is_left_alone(name):
    assert columns_of(f"Email,{name}").places == {"email": (0,)}


def test_an_export_of_roster_is_read_but_for_what_sums_up_memberships():
    columns = headers.recognise(CONTACTS)
    assert columns.label == "Roster export"
    assert {"Status", "Products", "Source", "Added"} == set(columns.ignored)
    assert named(columns, "groups") == ["Groups"]


def test_an_export_of_memberships_is_read_as_memberships():
    columns = headers.recognise(MEMBERSHIPS)
    assert columns.label == "Roster export"
    assert {"Status", "Added"} == set(columns.ignored)
    fields = ("products", "payment", "starts", "ends", "cancelled")
    assert [named(columns, field) for field in fields] == [
        ["Product"], ["Payment"], ["Starts"], ["Ends"], ["Cancelled"]
    ]  # fmt: skip


def test_a_header_is_the_same_however_it_is_written():
    digest = headers.digest(columns_of("E-Mail,Vorname,メモ"))
    assert digest == headers.digest(columns_of("e_mail,VORNAME, メモ"))
    assert digest != headers.digest(columns_of("E-Mail,Vorname,電話"))
    assert len(digest) == 64
    assert headers.digest(headers.by_content([["ann@example.com"]])[1]) == ""


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

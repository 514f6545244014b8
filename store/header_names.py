"""What the columns of a contact file are called, in the languages that people export in."""

import re
import unicodedata

from store import header_languages as languages

# Each name stands as `plain` makes it. Both `Email` and `E-Mail` are usual everywhere.
EMAIL = """
email, e mail, mail, email address, e mail address, emailaddress, mail address, email id,
email addresses, e mails, emails, email value, e mail value,
mailadresse, e mail adresse, email adresse, mail adresse, e post, e postadresse,
adresse email, adresse e mail, adresse mail, adresse electronique, adresse de messagerie,
adresse courriel, courriel, courrier electronique, mel,
correo, correo electronico, direccion de correo electronico, direccion de correo,
direccion de email, endereco de email, endereco de e mail, endereco de correio eletronico,
correio eletronico, correio electronico, email do cliente,
indirizzo email, indirizzo e mail, indirizzo mail, posta elettronica, indirizzo posta elettronica,
indirizzo di posta elettronica, e mailadres, emailadres, mailadres, e mail adres
"""
MORE_EMAIL = """
secondary email, other email, alternate email, alternative email, additional email, second email
"""
FIRST_NAME = """
first name, firstname, first, given name, givenname, fname, forename, christian name, first names,
vorname, vornamen, prenom, prenoms, primer nombre, nombre de pila, nombres, primeiro nome,
nome proprio, nome de batismo, voornaam, roepnaam
"""
LAST_NAME = """
last name, lastname, last, family name, familyname, surname, lname, last names,
nachname, familienname, zuname, nom de famille, apellido, apellidos, sobrenome, apelido,
ultimo nome, cognome, achternaam, familienaam
"""
NAME = """
name, full name, fullname, display name, contact name, names, ansprechpartner, kontakt,
vor und nachname, vollstandiger name, anzeigename, nom, nom complet, nom et prenom, prenom et nom,
nom affiche, nombre, nombre completo, nombre y apellidos, nombre y apellido, nome, nome completo,
nome e cognome, nome e sobrenome, nominativo, naam, volledige naam, voor en achternaam
"""
COMPANY = """
company, company name, organization, organisation, organization name, organisation name,
organization 1 name, account name, associated company, employer, business name, business,
default address company, firma, firmenname, unternehmen, societe, entreprise, organisme,
nom de l entreprise, raison sociale, empresa, compania, organizacion, nombre de la empresa,
organizacao, nome da empresa, azienda, societa, ditta, ragione sociale, organizzazione,
bedrijf, bedrijfsnaam, organisatie
"""
JOB_TITLE = """
job title, jobtitle, job, organization title, organization 1 title, position, role, job position,
position title, job role, berufsbezeichnung, stellenbezeichnung, funktion, beruf, jobtitel,
fonction, poste, intitule du poste, titre du poste, profession, cargo, puesto,
puesto de trabajo, funcao, ruolo, qualifica, posizione, mansione, posizione lavorativa, professione,
functie, functietitel, functienaam
"""
PHONE = """
phone, phone number, telephone, telephone number, tel, mobile, mobile phone, mobile number, cell,
cell phone, cellphone, phone 1 value, phone value, sms, whatsapp, telefon, telefonnummer, mobil,
handy, handynummer, mobiltelefon, mobilnummer, rufnummer, telefon geschaftlich, telefon privat,
numero de telephone, telephone portable, telephone mobile, portable, mobile pro,
telephone bureau, telephone domicile, telefono, numero de telefono, movil, telefono movil,
celular, telefone, numero de telefone, telemovel, telefone celular, numero di telefono, cellulare,
telefono cellulare, numero cellulare, telefoon, telefoonnummer, mobiel, mobiel nummer, gsm,
mobiele telefoon
"""
NOTES = """
notes, note, comment, comments, remark, remarks, notizen, notiz, bemerkung, bemerkungen, anmerkung,
anmerkungen, kommentar, kommentare, remarque, remarques, commentaire, commentaires, notas, nota,
comentario, comentarios, observaciones, observacoes, osservazioni, commenti, commento, notities,
notitie, opmerking, opmerkingen
"""
# What may stand before or behind a name without changing what the column is.
QUALIFIER = (
    "your|work|home|primary|main|contact|personal|private|business|customer|client|member|attendee"
    "|guest|subscriber|other"
)
QUALIFIED = re.compile(rf"(?:{QUALIFIER}) (.+)|(.+) (?:{QUALIFIER})")

NUMBERED = (
    (re.compile(r"e ?mail(?: address)? \d+(?: value| address)?|e ?mail \d+ address"), "email"),
    (
        re.compile(r"(?:(?:home|business|work|mobile|other) )?phone(?: number)? \d+(?: value)?"),
        "phone",
    ),
)


def plain(name: str) -> str:
    """A column's name without case, accents and punctuation."""
    letters = name.casefold()
    if not letters.isascii():
        parts = unicodedata.normalize("NFKD", letters)
        letters = "".join(part for part in parts if not unicodedata.combining(part))
    return " ".join(re.sub(r"[\W_]+", " ", letters).split())


LISTS = {
    "email": f"{EMAIL}, {languages.EMAIL}",
    "more_email": MORE_EMAIL,
    "first_name": f"{FIRST_NAME}, {languages.FIRST_NAME}",
    "last_name": f"{LAST_NAME}, {languages.LAST_NAME}",
    "name": f"{NAME}, {languages.NAME}",
    "company": f"{COMPANY}, {languages.COMPANY}",
    "job_title": f"{JOB_TITLE}, {languages.JOB_TITLE}",
    "phone": f"{PHONE}, {languages.PHONE}",
    "notes": f"{NOTES}, {languages.NOTES}",
}
FIELDS = {plain(name): field for field, names in LISTS.items() for name in names.split(",")}


def field_of(name: str) -> str:
    """The field that a column of this (plain) name holds; "" when it is none of ours.

    Not here, because they depend on the other columns: `title`, and whose `name` it is.
    """
    if name in FIELDS:
        return FIELDS[name]
    for pattern, field in NUMBERED:
        if pattern.fullmatch(name):
            return field
    if qualified := QUALIFIED.fullmatch(name):
        return FIELDS.get(qualified[1] or qualified[2], "")
    return ""

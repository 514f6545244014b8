"""The accounts that `roster demo` offers to connect, and who is in them."""

from collections.abc import Iterator

from bot.playground.accounts.microsoft_tokens import PERSONAL
from bot.playground.accounts.people import GOOGLE, MICROSOFT, Account, Directory

STUDIO = "5d1f6c1e-7f5b-4a53-9d6f-3b0c2f6f0a11"

# First name; last name; emails, the main one first; company; job title; phone; groups. Some of
# them stand in more than one account, as people do.
CARLAS_CLIENTS = """
Bea; Ruiz; bea.ruiz@example.com; Acme; CFO; +34 910 00 00 01; Wed cohort
Mateo; Gil; mateo.gil@example.com; Gil & Hijos; Owner; +34 910 00 00 02; Wed cohort, Newsletter
Nadia; Haddad; nadia.haddad@example.net; Haddad Consulting; Partner; +33 1 99 00 00 03; VIP
Tom; O'Neill; tom.oneill@example.org; ; ; +353 1 555 0104; Wed cohort
Wiktoria; Łukasiewicz; wiktoria@example.com; Studio Wiki; Designer; ; Newsletter
Kenji; 高橋; kenji.takahashi@example.jp; 高橋商店; 店長; +81 3 5550 0106; VIP, Newsletter
Priya; Raman; priya.raman@example.in, priya@raman.example.org; Raman Labs; Founder; ; Wed cohort
Jonas; Weiß; jonas.weiss@example.de; Weiß Maschinenbau; Vertrieb; +49 30 5550 108; Newsletter
Sofia; Papadopoulou; sofia.p@example.gr; ; Teacher; ; Morning group
Luca; Bianchi; luca.bianchi@example.it; Officina Bianchi; Mechanic; +39 06 5550 110; Morning group
Ann; Lee; ann.lee@example.com; Lakeside Yoga; Studio owner; +1 555-0104; VIP
Ingrid; Solberg; ingrid@example.no; Fjord & Co; Director; +47 55 50 01 12; Morning group, VIP
Omar; Farouk; omar.farouk@example.com; ; ; +20 2 5550 0113; Wed cohort
Chloé; Dubois; chloe.dubois@example.fr; Atelier Dubois; Illustrator; ; Newsletter
Mehmet; Çelik; mehmet.celik@example.com; Çelik Tekstil; Genel müdür; ; Newsletter
Grace; Okafor; grace.okafor@example.com; Okafor Health; Physician; +234 1 555 0116; VIP
Petra; Novotná; petra@example.cz; ; Translator; ; Morning group
Daniel; Cohen; daniel.cohen@example.com; Cohen Legal; Lawyer; +972 3 555 0118; Newsletter
Yuki; Sato; yuki.sato@example.jp; ; ; ; Morning group
Hannah; Meyer; hannah.meyer@example.de; Meyer Bau; Architect; +49 40 5550 120; Wed cohort
Emil; Lindqvist; emil@example.se; Lindqvist Foto; Photographer; ; Newsletter
Rosa; Delgado; rosa.delgado@example.mx, rosa@delgado.example.com; ; Nurse; ; Morning group
Pavel; Ivanov; pavel.ivanov@example.com; Ivanov & Partners; Auditor; ; Newsletter
Aisha; Khan; aisha.khan@example.com; Khan Bakery; Baker; +44 20 5550 0124; Wed cohort, VIP
Lena; Fischer; lena.fischer@example.de; ; Student; ; Morning group
Marco; Rossi; marco.rossi@example.it; Rossi Vini; Winemaker; +39 055 555 0126; Newsletter
Fatou; Diop; fatou.diop@example.sn; Diop Textiles; Founder; ; VIP
Oliver; Smith; oliver.smith@example.co.uk; Smith & Daughter; Bookseller; ; Newsletter
Ewa; Kowalska; ewa.kowalska@example.pl; ; Accountant; ; Wed cohort
Noah; Jansen; noah.jansen@example.nl; Jansen Fietsen; Mechanic; +31 20 555 0130; Morning group
Inés; Navarro; ines.navarro@example.es; Navarro Arquitectos; Architect; ; Wed cohort
Samuel; Adeyemi; samuel@example.com; ; Musician; ; Newsletter
Mia; Virtanen; mia.virtanen@example.fi; Virtanen Oy; CEO; +358 9 5550 0133; VIP
George; Popescu; george.popescu@example.ro; ; Engineer; ; Newsletter
Leila; Azizi; leila.azizi@example.com; Azizi Dental; Dentist; ; Morning group
; ; press@example.com; The Morning Paper; ; ; Newsletter
; ; hello@lakeside.example.com; ; ; ;
Dr. Ruth; Stern; ; Praxis Stern; Physician; +49 30 5550 138; VIP
; ; ; Taxi Central; ; +34 910 00 00 39;
Kim; ; kim (ask Bea); ; ; ;
"""
CARLA_AT_HOME = """
Mum; ; ; ; ; +34 910 00 00 50; Family and friends
Diego; Coach; diego.coach@example.com; ; ; +34 910 00 00 51; Family and friends
Nadia; Haddad; nadia.haddad@example.net; ; ; ; Family and friends
Sara; Blanco; sara.blanco@example.es; Book club; ; ; Book club
Teresa; Vidal; teresa.vidal@example.es; Book club; ; ; Book club
Iván; Soler; ivan.soler@example.es; ; ; ; Book club
"""
STUDIOS_CLIENTS = """
Bea; Ruiz; bea.ruiz@example.com; Acme S.A.; Chief Financial Officer; +34 910 00 00 01; Corporate
Helena; Costa; helena.costa@example.pt; Costa Navegação; COO; +351 21 555 0202; Corporate
Viktor; Nagy; viktor.nagy@example.hu; Nagy Kft.; Procurement; +36 1 555 0203; Corporate
Amelia; Clarke; amelia.clarke@example.com; Clarke Events; Producer; ; Corporate, Speakers
Ravi; Menon; ravi.menon@example.in; Menon Systems; CTO; ; Speakers
Birgit; Haas; birgit.haas@example.at; Haas Hotels; HR; +43 1 555 0206; Corporate
Jean; Mercier; jean.mercier@example.fr; Mercier SA; Training; ; Corporate
Zeynep; Arslan; zeynep@example.com; ; Facilitator; ; Speakers
Paul; Andersen; paul.andersen@example.dk; Andersen ApS; CEO; ; Corporate
Carmen; Ortega; carmen.ortega@example.es; Ortega Seguros; Manager; ; Corporate
Lukas; Brandt; lukas.brandt@example.de; ; Coach; ; Speakers
Reception; ; ; Lakeside Conference Centre; ; +34 910 00 02 12;
"""
STUDIOS_CHOIR = """
Olga; Petrova; olga.petrova@example.com; ; ; ;
Hugo; Martin; hugo.martin@example.fr; ; ; ;
Ida; Holm; ida.holm@example.dk; ; ; ;
"""
STUDIOS_SOPRANOS = """
Yuki; Sato; yuki.sato@example.jp; ; ; ;
Maren; Vogel; maren.vogel@example.de; ; ; ; Speakers
"""
STUDIOS_SUPPLIERS = """
Ewa; Kowalska; ewa.kowalska@example.pl; Kowalska Catering; Owner; +48 22 555 0220;
Teo; Pereira; teo@example.pt, teo.pereira@example.com; Pereira Som; Sound engineer; ; Blue category
Print; ; orders@print.example.com; Print & Co; ; +34 910 00 02 22;
Lars; Dahl; /o=Studio/ou=First/cn=Recipients/cn=lars, lars@example.no; Dahl Lys; Lights; ;
Old friend; ; /o=Studio/ou=First/cn=Recipients/cn=old; ; ; ;
"""


def directory() -> Directory:
    """Two accounts at each provider."""
    clients = Account(
        GOOGLE, id="108300000000000000001", email="carla@playground.example", name="Carla Coach"
    )
    home = Account(
        GOOGLE, id="108300000000000000002", email="carla.at.home@gmail.example", name="Carla"
    )
    studio = Account(
        MICROSOFT,
        id="3f0f0c52-6a53-4d17-9f4c-1c50a2b10001",
        email="carla@studio.example",
        name="Carla Coach",
        tenant=STUDIO,
    )
    outlook = Account(
        MICROSOFT,
        id="00000000-0000-0000-6c1b-1c50a2b10002",
        email="carla.coach@outlook.example",
        name="Carla",
        tenant=PERSONAL,
    )
    for account, table in ((clients, CARLAS_CLIENTS), (home, CARLA_AT_HOME)):
        fill(account, table)
    fill(studio, STUDIOS_CLIENTS)
    choir = studio.add_group("Choir", is_folder=True).id
    fill(studio, STUDIOS_CHOIR, folder=choir)
    sopranos = studio.add_group("Sopranos", is_folder=True, parent=choir).id
    fill(studio, STUDIOS_SOPRANOS, folder=sopranos)
    fill(studio, STUDIOS_SUPPLIERS, folder=studio.add_group("Suppliers", is_folder=True).id)
    fill(outlook, CARLA_AT_HOME)
    return Directory([clients, home, studio, outlook])


def fill(account: Account, table: str, *, folder: str = "") -> None:
    """Put the people of a table into an account, and make the groups that they name."""
    ids = {group.name: group.id for group in account.groups.values()}
    for first, last, emails, company, title, phone, groups in _rows(table):
        names = _list(groups)
        for name in names:
            ids[name] = ids.get(name) or account.add_group(name).id
        account.add(
            first_name=first,
            last_name=last,
            emails=_list(emails),
            company=company,
            job_title=title,
            phones=[phone] if phone else [],
            groups=[ids[name] for name in names],
            folder=folder,
        )


def _rows(table: str) -> Iterator[list[str]]:
    for line in table.strip().splitlines():
        yield [cell.strip() for cell in line.split(";")]


def _list(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(",") if part.strip()]

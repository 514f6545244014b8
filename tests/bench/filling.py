"""A book of any size in seconds: names as people have them, made up by the database itself."""

from sqlalchemy import Connection, text

from store.text import fold

FIRST_NAMES = """
Anna Maria Peter Thomas Michael Julia Andreas Stefan Sarah Laura David Daniel Christian Martin
Susanne Claudia Petra Monika Sabine Karin Birgit Nicole Stephanie Katharina Lisa Lena Hannah Emma
Mia Sofia Marie Léa Chloé Camille Élodie Manon Inès Zoé Hugo Louis Jules Gabriel Raphaël Arthur
Théo Mathieu François Noël José Jesús Ángel Carlos Luis Miguel Javier Antonio Manuel Pablo Sergio
Lucía Martína Paula Carmen Pilar Íñigo Giulia Chiara Francesca Alessandro Lorenzo Matteo Niccolò
James John Robert William Richard Joseph Charles Christopher Matthew Anthony Mark Donald Steven
Paul Andrew Joshua Kenneth Kevin Brian George Timothy Ronald Edward Jason Jeffrey Ryan Jacob Gary
Elizabeth Jennifer Linda Barbara Jessica Karen Nancy Betty Sandra Ashley Kimberly Emily Donna
Michelle Carol Amanda Dorothy Melissa Deborah Olga Ivan Dmitri Svetlana Björn Åsa Øyvind Søren
Jürgen Günther Käthe Łukasz Paweł Agnieszka Małgorzata Yuki Haruto Mei Wei Li Anh Thi Nguyen Fatima
Mohammed Ahmed Aisha Omar Zeynep Emre Ayşe Priya Rahul Ananya Arjun Zelda Quentin Xaver Ursula
"""
LAST_NAMES = """
Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Schäfer Koch Bauer
Richter Klein Wolf Schröder Neumann Schwarz Zimmermann Braun Krüger Hofmann Hartmann Lange Werner
Krause Lehmann Köhler Maier Huber Kaiser Fuchs Lang Scholz Möller Weiß Jung Hahn Vogel Schubert
Martin Bernard Dubois Petit Durand Leroy Moreau Simon Laurent Lefebvre Michel Garcia Roux Fournier
Girard Bonnet Dupont Lambert Rousseau Blanc Guerin Boyer Chevalier Smith Johnson Williams Brown
Jones Davis Miller Wilson Moore Taylor Anderson Jackson White Harris Thompson Robinson Clark
Rodriguez Lewis Lee Walker Hall Allen Young King Wright Hill Scott Green Adams Baker Gonzalez
Nelson Carter Mitchell Perez Roberts Turner Phillips Campbell Parker Evans Edwards Collins Stewart
Rossi Russo Ferrari Esposito Bianchi Romano Colombo Ricci Marino Greco Bruno Gallo Conti Costa
Hansen Johansen Olsen Larsen Sørensen Nilsson Lindqvist Kowalski Nowak Wiśniewski Novák Svoboda
Ivanov Petrov Sato Suzuki Takahashi Tanaka Wang Zhang Chen Liu Yang Kim Park Choi Tran Pham Singh
Kumar Sharma Patel Khan Hussain Yılmaz Kaya Demir Papadopoulos Abernathy Quackenbush Featherstone
"""
TRADES = (
    "Yoga Pilates Coaching Fitness Consulting Training Physio Nutrition Studio Wellness Therapy"
)

# A number that looks like chance and is the same each time, between 0 and 1; its cube prefers
# the front of a list, as names do.
CHANCE = "(({n} * {prime} + {prime}) % 99991) / 99991.0"
PICK = "cast(floor({size} * {chance} * {chance}) AS INTEGER)"


def fill(connection: Connection, *, book_id: int, size: int) -> None:
    """Put `size` contacts into the book, and make them findable."""
    sqlite = connection.dialect.name == "sqlite"
    zone = "" if sqlite else "+00:00"
    _words(connection)
    columns = (
        "book_id, email, email_key, first_name, last_name, company, company_key, job_title, phone,"
        " notes, source, sort_key, search, version, created_at, created_by, updated_at, updated_by"
    )
    connection.execute(
        text(
            f"""
            INSERT INTO contact ({columns})
            SELECT :book, email, email, first, last, company, folded_company, 'Coach', '', '',
                   'csv', sort, sort || ' ' || email || ' ' || folded_company,
                   1, :now, 'U1', :now, 'U1'
            FROM ({_people(sqlite)}) AS people
            """
        ),
        {"book": book_id, "size": size, "now": f"2026-01-01 00:00:00.000000{zone}"},
    )
    if sqlite:
        connection.execute(text("INSERT INTO contact_search (contact_search) VALUES ('rebuild')"))


def _people(sqlite: bool) -> str:
    numbers = (
        "WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < :size)"
        " SELECT n FROM number"
        if sqlite
        else "SELECT n FROM generate_series(1, CAST(:size AS bigint)) AS n"
    )
    picks = {
        name: PICK.format(size=len(words.split()), chance=CHANCE.format(n="n", prime=prime))
        for name, words, prime in (
            ("f", FIRST_NAMES, 7919),
            ("l", LAST_NAMES, 104729),
            ("c", LAST_NAMES, 15485863),
            ("t", TRADES, 32452843),
        )
    }
    if sqlite:
        picks = {name: pick.replace("floor", "") for name, pick in picks.items()}
    chosen = ", ".join(f"{pick} AS {name}" for name, pick in picks.items())
    return f"""
        SELECT f.word AS first, l.word AS last, c.word || ' ' || t.word AS company,
               f.folded || ' ' || l.folded AS sort,
               c.folded || ' ' || t.folded AS folded_company,
               f.folded || '.' || l.folded || n || '@' || c.folded || '.example.com' AS email
        FROM (SELECT n, {chosen} FROM ({numbers}) AS numbers) AS picked
        JOIN word AS f ON f.kind = 'first' AND f.number = picked.f
        JOIN word AS l ON l.kind = 'last' AND l.number = picked.l
        JOIN word AS c ON c.kind = 'last' AND c.number = picked.c
        JOIN word AS t ON t.kind = 'trade' AND t.number = picked.t
    """


def _words(connection: Connection) -> None:
    connection.execute(
        text(
            "CREATE TEMPORARY TABLE IF NOT EXISTS word (kind VARCHAR, number INTEGER,"
            " word VARCHAR, folded VARCHAR, PRIMARY KEY (kind, number))"
        )
    )
    rows = [
        {"kind": kind, "number": number, "word": word, "folded": fold(word)}
        for kind, words in (("first", FIRST_NAMES), ("last", LAST_NAMES), ("trade", TRADES))
        for number, word in enumerate(words.split())
    ]
    connection.execute(
        text("INSERT INTO word VALUES (:kind, :number, :word, :folded) ON CONFLICT DO NOTHING"),
        rows,
    )

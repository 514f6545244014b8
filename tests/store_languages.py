"""Names as they are given in many languages, and tiny files of them in the encodings in use there.

Written for tests of encodings, and from other sources than what store/alphabets.py knows.
"""

import random
import unicodedata
from typing import NamedTuple

WESTERN = ("cp1252", "iso8859_15", "mac_roman", "cp850")
CENTRAL = ("cp1250", "iso8859_2", "cp852")
CYRILLIC = ("cp1251", "koi8_u", "cp866")
# The first names, the last names, the encodings.
LANGUAGES = {
    "German": (
        "Jörg Björn Käthe Jürgen Günther Bärbel Sören Matthäus Hannelore Klaus Petra Uwe",
        "Müller Schäfer Weiß Krüger Böhm Groß Schröder Köhler Jäger Löffler Meyer Schmidt Strößner",
        WESTERN,
    ),
    "French": (
        "François Hélène Zoé Anaïs Gérard Chloé Benoît Éloïse Joël Noémie Marc Élodie Loïc Jérôme",
        "Lefèvre Dupré Besançon Français Guérin Béranger Gaël Lemaître Bouché Brûlé Martin Côté",
        WESTERN,
    ),
    "Spanish": (
        "José María Íñigo Begoña Ramón Sofía Ángel Inés Raúl Adrián Belén Óscar Lucía Nuria",
        "Muñoz Núñez Gómez Pérez Ibáñez Peña Álvarez Martínez Ordóñez Güell Yáñez Castro",
        WESTERN,
    ),
    "Portuguese": (
        "João Conceição Gonçalo Inês André Estêvão Mônica Antônio Luís Sebastião Lúcia Patrícia",
        "Magalhães Simões Gonçalves Araújo Assunção Falcão Guimarães Camões Brandão Silva Leitão",
        WESTERN,
    ),
    "Italian": (
        "Niccolò Nicolò Noè Maria Giosuè Luca Mosè Paola",
        "Colucci Cantù Dalò Rossi Forlì Arrò Muccì Salafù",
        WESTERN,
    ),
    "Dutch": (
        "Daniël Noëlle Zoë Joëlle Michaël Anaïs Renée Jan Désirée Loïs",
        "Böing Coëtsier Oënema Reünie Visser Weërts Beëlen Smeïds Daniëls",
        WESTERN,
    ),
    "Danish": (
        "Søren Jørgen Åse Bjørn Mæja René Kåre Øyvind Pål Stål Håkon Torbjørn Ægir",
        "Sørensen Nørgaard Kjær Ødegård Østergaard Bjørnson Hansen Skjærvø Grønlund Næss Håland",
        WESTERN,
    ),
    "Swedish": (
        "Åsa Björn Göran Märta Håkan Örjan Pär Gunnar Jörgen Väinö Päivi Åke Östen",
        "Sjöberg Öberg Åkesson Bäckström Lindström Häkkinen Mäkelä Nyström Sandén Forsgård",
        WESTERN,
    ),
    "Icelandic": (
        "Þórður Guðrún Sigríður Ægir Björk Hörður Þóra Ásdís Örn Jón",
        "Þórðarson Sigurðsson Guðmundsdóttir Jónsson Björnsdóttir Ólafsson Hauksdóttir",
        ("cp1252",),
    ),
    "Czech": (
        "Jiří Zdeněk Tomáš Šárka Věra Růžena Ondřej Lukáš Božena Kateřina Matěj Žofie Dušan Luděk",
        "Dvořák Novák Procházka Kučera Růžička Černý Šťastný Němec Vaněk Kříž Beneš Řezník Sedlák",
        CENTRAL,
    ),
    "Slovak": (
        "Ľubomír Ján Žofia Štefan Ľudmila Matúš Šimon Božena Andrej Mária Jozef",
        "Kováč Horváth Baláž Šimko Ďurica Vaľo Hruška Kollár Lukáč Gregorová Kŕč",
        CENTRAL,
    ),
    "Polish": (
        "Łukasz Małgorzata Paweł Michał Józef Bożena Zbyszek Władysław Rafał Elżbieta Świętosława",
        "Wiśniewski Kamińska Dąbrowski Zieliński Wójcik Kowalczyk Woźniak Jabłoński Gołąb Pająk",
        (*CENTRAL, "cp1257"),
    ),
    "Hungarian": (
        "György László Zoltán Erzsébet Gergő Árpád Ödön Tünde Csaba Jenő Győző Éva Ernő",
        "Kovács Szőke Tóth Varga Nagy Fehér Kőrösi Erdős Gőz Molnár Szűcs Dömötör Hegedűs",
        CENTRAL,
    ),
    "Croatian": (
        "Željko Šime Đurđa Krešimir Vjekoslav Siniša Žana Marija Boštjan Matjaž Živa",
        "Horvat Babić Marković Đurić Knežević Šarić Žagar Kovačević Perić Zupančič Tomšič",
        CENTRAL,
    ),
    "Romanian": (
        "Ştefan Ioniţă Mihăiţă Cătălin Răzvan Ionuţ Bogdan Ancuţa Mădălina",
        "Brăescu Ţepeş Niţu Mureşan Ştefănescu Rădulescu Bălan Popescu Câmpeanu",
        CENTRAL,
    ),
    "Turkish": (
        "Ayşe Gülşen İbrahim Çağla Oğuz Şükrü Işıl Emre Tuğçe Özgür Barış Gökhan Aslı",
        "Yılmaz Çelik Öztürk Şahin Yıldız Kılıç Doğan Aydın Güneş Koç Erdoğan Kaya Çağlar",
        ("cp1254", "iso8859_9"),
    ),
    "Lithuanian": (
        "Rūta Žydrūnas Jūratė Eglė Mindaugas Česlovas Šarūnas Gintarė Danutė Ąžuolas",
        "Kazlauskienė Žukauskas Petrauskaitė Stankevičius Bučinskas Jankūnas Šimkutė Čepaitė",
        ("cp1257",),
    ),
    "Latvian": (
        "Jānis Līga Kārlis Ģirts Kristīne Mārtiņš Zinaīda Ēriks Ņina Šarlote",
        "Bērziņš Kalniņš Ozoliņa Liepiņš Krūmiņa Āboliņš Zariņa Kļaviņš Šteins",
        ("cp1257",),
    ),
    "Estonian": (
        "Jüri Ülle Õnne Mihkel Tõnu Ants Külli Hääl Kätlin Žanna",
        "Mägi Tamm Kõiv Pärn Saär Põder Rüütel Õunapuu Jõgi Järv",
        ("cp1257", "cp1252"),
    ),
    "Russian": (
        "Иван Светлана Дмитрий Ольга Сергей Екатерина Алёна Юрий Фёдор Наталья",
        "Петров Кузнецов Соколова Щербаков Жуков Цветкова Ершов Воробьёв Чайка",
        CYRILLIC,
    ),
    "Ukrainian": (
        "Олексій Юлія Їжакевич Андрій Оксана Володимир Євген Ірина",
        "Шевченко Коваленко Бондаренко Ґалаґан Мельник Гнатюк Ткачук",
        ("cp1251", "koi8_u"),
    ),
    "Bulgarian": (
        "Георги Иванка Стоян Цветелина Димитър Ъглен Любомир",
        "Иванов Стоянова Димитров Петков Жеков Ангелов Първанов",
        ("cp1251",),
    ),
    "Greek": (
        "Γιώργος Ελένη Νίκος Δημήτρης Χρήστος Βασιλική Σταύρος Άννα Παύλος",
        "Παπαδόπουλος Δημητρίου Οικονόμου Αντωνίου Γεωργίου Ψάλτης Ξενάκης Καζαντζάκης",
        ("cp1253", "iso8859_7"),
    ),
    "Hebrew": (
        "יוסף שרה דוד רחל משה מרים אברהם נועה יעקב",
        "כהן לוי מזרחי פרץ ביטון אוחיון פרידמן שפירא גולדשטיין",
        ("cp1255",),
    ),
    "Arabic": (
        "محمد فاطمة أحمد عائشة يوسف مريم خالد ليلى إبراهيم",
        "الحسن العلي المصري حداد الشامي خوري القحطاني النجار",
        ("cp1256",),
    ),
    "Japanese": (
        "太郎 花子 健一 美咲 翔 たかし さくら",
        "山田 佐藤 鈴木 高橋 渡辺 小林 ワタナベ",
        ("cp932", "euc_jp"),
    ),
    "Chinese": ("小明 丽华 伟 静怡 建国 晓东", "王 李 张 刘 陈 赵 周 吴", ("gb18030",)),
    "Korean": ("철수 영희 민준 서연 지훈 수빈", "김 이 박 최 정 강 조", ("cp949",)),
}  # fmt: skip
HEADERS = (
    "First name,Last name,Email", "Vorname;Nachname;E-Mail", "fname\tlname\temail", "Name,Email",
)  # fmt: skip
PLAIN = str.maketrans(
    {"ø": "o", "ł": "l", "ß": "ss", "æ": "ae", "đ": "d", "ı": "i", "ð": "d", "þ": "th", "Ł": "l"}
)


class Sample(NamedTuple):
    """A tiny file: in which language and encoding, and what stands in it."""

    language: str
    codec: str
    text: str


def samples(count: int, *, seed: int, rows: int = 3) -> list[Sample]:
    """So many files of at most so many people, the same ones for the same seed."""
    chance = random.Random(seed)
    return [_sample(chance, rows) for _ in range(count)]


def _sample(chance: random.Random, rows: int) -> Sample:
    while True:
        language = chance.choice(sorted(LANGUAGES))
        first, last, codecs = LANGUAGES[language]
        codec = chance.choice(codecs)
        header = chance.choice(HEADERS)
        delimiter = next(one for one in ",;\t" if one in header)
        people = [
            (chance.choice(first.split()), chance.choice(last.split()))
            for _ in range(chance.randint(1, rows))
        ]
        lines = [header, *(_row(chance, header.count(delimiter), delimiter, one) for one in people)]
        text = "\r\n".join([*lines, ""])
        if not text.isascii() and _encodable(text, codec):
            return Sample(language, codec, text)


def _row(chance: random.Random, wide: int, delimiter: str, person: tuple[str, str]) -> str:
    told = [*person] if wide == 2 else [" ".join(person)]
    return delimiter.join([*told, _email(chance, *person)])


def _email(chance: random.Random, first: str, last: str) -> str:
    """Of half of the people the address says how they are called."""
    spelled = _plain(f"{first}.{last}".lower())
    if spelled.replace(".", "").isascii() and spelled.replace(".", "") and chance.random() < 0.5:
        return f"{spelled}@example.com"
    mailbox = chance.choice(["info", "office", "kontakt", "x", "me"])
    return f"{mailbox}{chance.randint(1, 99)}@example.org"


def _plain(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text.translate(PLAIN))
    return "".join(one for one in apart if not unicodedata.combining(one))


def _encodable(text: str, codec: str) -> bool:
    try:
        text.encode(codec)
    except UnicodeEncodeError:
        return False
    return True

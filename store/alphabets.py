"""Alphabets: which letters a language writes beyond a-z, and which encodings were made for it."""

# Consonants that do not stand alone between others, and the vowels of Czech.
C = "[bcdfghjkmnpqstvwxz]"
VOWELS = "aeiouyáéěíóúůý"

# The letters of a language beyond a-z, and a pattern of what never happens in it (of what makes
# its words differ from those of others read in the wrong encoding; not more).
ALPHABETS = {
    "German": ("äöüß", r"(?<![aeiouyäöü])ß"),
    "French": (
        "àâæçéèêëîïôœùûüÿ",
        r"ç(?![aou])|œ(?!u)|[ae]è|è(?![b-df-hj-np-tvx-z])|ù.|[iu]î|[æâêîôû]$",
    ),
    "Spanish": ("áéíñóúü", r"ñ(?![aeiouáéíóú]|$)"),
    "Portuguese": ("áâãàçéêíóôõú", r"õ(?!e)|ã(?![oes]|$)|ç(?![aouãõáóú])"),
    "Italian": ("àèéìíòóùú", r"[àèìòù].|[jkwxy]"),
    "Dutch": ("áéëïíóöüú", r"^ï"),
    "Danish": ("æøåéó", r"æ$|ø[aouæå]|øe(?![lnrs]?$)"),
    "Swedish": ("åäöéü", ""),
    "Icelandic": ("áéíóúýþðæö", r"^ð|þ$"),
    "Catalan": ("àçèéíïòóúü", r"ç(?![aou]|$)"),
    "Estonian": ("äõöüšž", f"[cqwxyz]|õ$|š{C}"),
    "Czech": (
        "áčďéěíňóřšťúůýž",
        rf"^[ěů]|ř[yý]|(?:^|{C})ř(?![{VOWELS}])|{C}[čďňšťž]{C}|[{VOWELS}][lr][čďňťž]{C}|oň$|[qwx]",
    ),
    "Slovak": (
        "áäčďéíĺľňóôŕšťúýž",
        rf"ĺ(?![bčpž])|{C}[čďľňŕšťž]{C}|[{VOWELS}][lr][čďňťž]{C}|oň$|[qwx]",
    ),
    "Polish": ("ąćęłńóśźż", rf"[ćńśź][aeiouóy]|[ąę][aeiouóy]|{C}[ćńśźż]{C}|[qvx]"),
    "Hungarian": ("áéíóöőúüű", "[qwx]|ő[aeiou]|aa|ii|uu"),
    "Croatian": ("čćđšž", rf"{C}[čćđšž]{C}|[qwxy]"),
    "Romanian": ("ăâîşţ", "ă[aou]"),
    "Turkish": ("çğıiöşüâî", r"^ğ|[qwx]"),
    "Lithuanian": ("ąčęėįšųūž", "ų.|[aeou]ė|[qwx]"),
    "Latvian": ("āčēģīķļņšūž", "[āēīū][aeiou]|[qwxy]"),
    "Russian": ("абвгдеёжзийклмнопрстуфхцчшщъыьэюя", r"^[ьъы]|^[^аеёиоуыэюя]+$"),
    "Ukrainian": ("абвгґдеєжзиіїйклмнопрстуфхцчшщьюя", r"^ь|^[^аеєиіїоуюя]+$"),
    "Belarusian": ("абвгдеёжзійклмнопрстуўфхцчшыьэюя", r"^[ьы]|^[^аеёіоуыэюя]+$"),
    "Bulgarian": ("абвгдежзийклмнопрстуфхцчшщъьюя", r"^ь|^[^аеиоуъюя]+$"),
    "Serbian": ("абвгдђежзијклљмнњопрстћуфхцчџш", r"^[^аеиорлу]+$"),
    "Greek": (
        "αβγδεζηθικλμνξοπρστυφχψωςάέήίόύώϊϋΐΰ",
        r"ς.|^[ϊϋΐΰ]|ΰ.*ΰ|[βγδζθκλμξπτφχψ]$|^[^αεηιουωάέήίόύώϊϋΐΰ]+$",
    ),
    "Hebrew": ("אבגדהוזחטיךכלםמןנסעףפץצקרשת", r"[ךםןףץ]."),
    "Arabic": ("ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىيپچژگکی", r"[ةى]."),
}
WESTERN = (
    "German", "French", "Spanish", "Portuguese", "Italian", "Dutch", "Danish", "Swedish",
    "Icelandic", "Catalan", "Estonian",
)  # fmt: skip
CENTRAL = ("Czech", "Slovak", "Polish", "Hungarian", "Croatian", "Romanian", "German")
# A rare language explains little: its letters are more likely those of a common one, misread.
WEIGHTS = {
    (codec, name): 0.5
    for codec in ("cp1252", "iso8859_15", "mac_roman", "cp850")
    for name in ("Icelandic", "Catalan", "Estonian")
}
OLD_CODECS = {"mac_roman", "cp850", "cp852"}

OTHER_SCRIPTS = {
    "Russian",
    "Ukrainian",
    "Belarusian",
    "Bulgarian",
    "Serbian",
    "Greek",
    "Hebrew",
    "Arabic",
}

# The most usual first: where two readings are equally good, the first one is meant.
LANGUAGES = {
    "cp1252": WESTERN,
    "cp1250": CENTRAL,
    "cp1254": ("Turkish", "German"),
    "cp1257": ("Lithuanian", "Latvian", "Estonian", "Polish"),
    "iso8859_2": CENTRAL,
    "iso8859_15": WESTERN,
    "mac_roman": WESTERN,
    "cp850": WESTERN,
    "cp852": CENTRAL,
    "cp1251": ("Russian", "Ukrainian", "Belarusian", "Bulgarian", "Serbian"),
    "koi8_u": ("Russian", "Ukrainian"),
    "cp866": ("Russian", "Belarusian"),
    "cp1253": ("Greek",),
    "iso8859_7": ("Greek",),
    "cp1255": ("Hebrew",),
    "cp1256": ("Arabic",),
}

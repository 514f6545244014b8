"""The written form of filters: what it means, what is wrong with it and what may be meant."""

import time
from datetime import date

import pytest

from store.errors import Mistake
from store.filter_names import Names
from store.filter_text import LIMIT, TEXT_LIMIT, check, parse, write
from store.filters import ANY, EVERYBODY, And, Day, Days, Not, Or, Row, join_all, join_any, negate
from store.words import Payment, Source, Status

NAMES = Names(
    {
        1: "Yoga 101",
        2: "Pilates",
        3: "Réformer Basics",
        4: "Reformer",
        5: 'Say "hi", (x)',
        6: "any",
    },
    {7: "VIP", 8: "Early birds", 9: "#12", 10: "Early risers"},
    {
        14: "12, 22 Nov 2026",
        13: "people.csv, 22 Nov 2026",
        12: "people.csv, 22 Nov 2026",
        11: "people.csv, 2 Jan 2026",
    },
)


def on(year, month, day):
    return Day(on=date(year, month, day))


ROWS = {
    "": EVERYBODY,
    "   ": EVERYBODY,
    "ann  lee": Row(search="ann lee"),
    'product:"Yoga 101" status:expired payment:paid,comped ann': Row(
        search="ann",
        products=(1,),
        statuses=(Status.expired,),
        payments=(Payment.paid, Payment.comped),
    ),
    "product:any": Row(products=ANY),
    "product:any,pilates": Row(products=ANY),
    'product:"any"': Row(products=(6,)),
    "PRODUCT:Pilates": Row(products=(2,)),
    "product: pilates , 101": Row(products=(2, 1)),
    "product:pilates,Pilates": Row(products=(2,)),
    "product:#12": Row(products=(12,)),
    'group:"#12"': Row(groups=(9,)),
    "group:early\\ birds": None,
    "product:reformer": Row(products=(4,)),
    'product:“Say \\"hi\\", (x)”': Row(products=(5,)),
    "product:„Yoga 101“": Row(products=(1,)),
    "product:basic": Row(products=(3,)),
    "status:all": EVERYBODY,
    "status:all ann": Row(search="ann"),
    "status:UPCOMING,active": Row(statuses=(Status.active, Status.upcoming)),
    "payment:any favorite:yes": Row(favorite=True),
    "favourite:no": Row(favorite=False),
    "type:free": Row(payments=(Payment.free,)),
    "import:12,#13,99": Row(imports=(12, 13, 99)),
    "import:any": Row(imports=ANY),
    'imported:"12"': Row(imports=(14,)),
    'import:"People.csv, 2 Jan"': Row(imports=(11,)),
    "source:csv,hand": Row(sources=(Source.hand, Source.csv)),
    'company:"Acme,  Inc.",O\'Brien': Row(companies=("Acme, Inc.", "O'Brien")),
    "domain:@GMail.com email-domain:x.org": None,
    "domain:@GMail.com,münchen.de": Row(domains=("gmail.com", "münchen.de")),
    '"status:active" "AND" ann': Row(search="status:active AND ann"),
    'status:active "or"': Row(search="or", statuses=(Status.active,)),
    "ann status:active lee": Row(search="ann lee", statuses=(Status.active,)),
    "(((ann)))": Row(search="ann"),
}

DAYS = {
    "2026-01-31": Days(on(2026, 1, 31), on(2026, 1, 31)),
    "=2026-01-31": Days(on(2026, 1, 31), on(2026, 1, 31)),
    ">=2026-01-31": Days(first=on(2026, 1, 31)),
    ">2026-01-31": Days(first=on(2026, 2, 1)),
    "<2026-03-01": Days(last=on(2026, 2, 28)),
    "≤2026-03-01": Days(last=on(2026, 3, 1)),
    "today": Days(Day(), Day()),
    "Today": Days(Day(), Day()),
    "yesterday": Days(Day(days=-1), Day(days=-1)),
    ">=today-30d": Days(first=Day(days=-30)),
    ">today-2w": Days(first=Day(days=-13)),
    "<today+1m": Days(last=Day(months=1, days=-1)),
    "today-1m+1d": Days(Day(months=-1, days=1), Day(months=-1, days=1)),
    "today-1y..today": Days(Day(months=-12), Day()),
    "2026-01-01..": Days(first=on(2026, 1, 1)),
    "..today+1y2m": None,
    '">= 2026-01-31"': Days(first=on(2026, 1, 31)),
}


@pytest.mark.parametrize(("text", "meant"), [(t, m) for t, m in ROWS.items() if m is not None])
def test_one_row(text, meant):
    assert parse(text, NAMES) == meant


@pytest.mark.parametrize(("text", "meant"), [(t, m) for t, m in DAYS.items() if m is not None])
@pytest.mark.parametrize("field", ["starts", "ends", "added"])
def test_days(text, meant, field):
    assert parse(f"{field}:{text}") == Row(**{field: meant})


@pytest.mark.parametrize("text", [t for t, m in (ROWS | DAYS).items() if m is None])
def test_what_is_nearly_right_is_refused(text):
    with pytest.raises(Mistake):
        parse(text if ":" in text else f"added:{text}", NAMES)


ANN, BO, CY = Row(search="ann"), Row(search="bo"), Row(search="cy")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("ann AND bo", And((ANN, BO))),
        ("ann OR bo AND cy", Or((ANN, And((BO, CY))))),
        ("(ann OR bo) AND cy", And((Or((ANN, BO)), CY))),
        ("(ann OR bo) cy", And((Or((ANN, BO)), CY))),
        ("cy (ann OR bo)", And((CY, Or((ANN, BO))))),
        ("ann OR (bo OR cy)", Or((ANN, BO, CY))),
        ("ann AND (bo AND cy)", And((ANN, BO, CY))),
        ("NOT ann bo", Not(Row(search="ann bo"))),
        ("NOT ann AND bo", And((Not(ANN), BO))),
        ("ann NOT bo", And((ANN, Not(BO)))),
        ("NOT NOT ann", ANN.__class__(search="ann")),
        ("NOT (ann OR bo)", Not(Or((ANN, BO)))),
        ("NOT (NOT ann)", ANN),
        ("ann AND status:all", ANN),
        ("ann OR status:all", EVERYBODY),
        ("NOT status:all", Not(EVERYBODY)),
        ("AND" + "REA OR bo", Or((Row(search="ANDREA"), BO))),
        (
            "status:expired OR (NOT product:any AND added:>2026-01-01) ann",
            Or(
                (
                    Row(statuses=(Status.expired,)),
                    And((Not(Row(products=ANY)), Row(added=Days(first=on(2026, 1, 2))), ANN)),
                )
            ),
        ),
        (
            "product:yoga AND product:pilates",
            And((Row(products=(1,)), Row(products=(2,)))),
        ),
    ],
)
def test_rows_are_joined(text, meant):
    assert parse(text, NAMES) == meant
    assert parse(write(meant, NAMES), NAMES) == meant


@pytest.mark.parametrize(
    "text",
    [
        *["O'Brien", "ann@x.com", "10:30", "and", "ann and bob or not", '5" pipe', '"', 'ann "lee'],
        *["http://example.com/a", "a, b ,c", "#12", "*", "ANDREA", "<!channel>", "-", "\\", "a=b"],
        *["R&D", "AND1", "Not", "\x00", "\ud800", "\u202e", "“", "  \n "],
    ],
)
def test_plain_words_are_never_a_mistake(text):
    read = parse(text)
    assert isinstance(read, Row)
    assert read == Row(search=read.search)
    assert set(read.search) <= set(text)
    assert parse(write(read)) == read


def test_plain_words_are_cut_where_the_search_ends():
    assert parse("x" * 300) == Row(search="x" * 200)
    with pytest.raises(Mistake, match="at most 200"):
        parse("status:active " + "x" * 300)


MISTAKES = [
    ("product:Yogo", 8, "There is no product “Yogo”. Did you mean “Yoga 101”?", '"Yoga 101"'),
    ("ann AND product:pilatis", 16, "Did you mean “Pilates”?", "Pilates"),
    ("group:early", 6, "“Early birds” or “Early risers”?", '"Early birds"'),
    ("import:people.csv", 7, "13 (“people.csv, 22 Nov 2026”), 12 (", "13"),
    (
        "import:peple.csv",
        7,
        "There is no import “peple.csv”. Did you mean “people.csv, 2 Jan",
        '"people.csv, 2 Jan 2026"',
    ),
    ("import:zzz", 7, "There is no import “zzz”.", ""),
    ("group:zzz", 6, "There is no group “zzz”.", ""),
    ("product:all", 8, "Did you mean product:any?", "any"),
    ('product:""', 8, "There is no product “”.", ""),
    ("statu:active", 0, "There is no field “statu:”. Did you mean status:?", "status:"),
    ("favourit:yes", 0, "Did you mean favorite:?", "favorite:"),
    ("qqq:1 status:active", 0, "There is no field “qqq:”. There are product, status, payment", ""),
    ("email:ann", 0, "Leave out email:", ""),
    (
        "status:expird",
        7,
        "none of active, expired, upcoming or all. Did you mean expired?",
        "expired",
    ),
    ("payment:cash", 8, "none of paid, free, comped or all.", ""),
    ("favorite:maybe", 9, "neither yes nor no", "yes"),
    ("domain:a@b", 7, "“a@b” is no domain", ""),
    ('company:"\u200b"', 8, "Which company?", ""),
    ("product:pilates product:101", 16, "product: stands twice", "AND product:"),
    ("status:active, payment:paid", 15, "space in place of the comma before “payment:”.", ""),
    ("status:active or ann", 14, 'Write OR in capitals to join, or "or" in quotes', "OR"),
    ("not product:any", 0, "Write NOT in capitals", "NOT"),
    ("ann And (bob)", 4, "Write AND in capitals", "AND"),
    ("(ann", 4, "A bracket is not closed.", ")"),
    ("(", 1, "There is nothing in the bracket.", ""),
    ("ann ()", 5, "There is nothing in the bracket.", ""),
    ("ann)", 3, "This bracket has nothing to close.", ""),
    ("ann AND ", 7, "Something has to follow AND.", ""),
    ("OR ann", 0, "“OR” joins two parts, and there is none before it.", ""),
    ("ann OR AND bo", 7, "“AND” joins two parts, and there is none before it.", ""),
    ("product:", 8, "“product:” needs a value", ""),
    ("product: AND ann", 9, "“product:” needs a value", ""),
    ("product:pilates,", 16, "needs a value", ""),
    ("product:(x)", 8, "needs quotes when it has brackets", ""),
    ('product:"Yoga 101', 8, "The quote before “Yoga 101” is never closed.", '"Yoga 101"'),
    ("added:2026-02-30", 6, "There is no day 2026-02-30. Did you mean 2026-02-28?", "2026-02-28"),
    ("added:>=31.1.2026", 6, "Did you mean >=2026-01-31?", ">=2026-01-31"),
    ("added:2026/1/5", 6, "Did you mean 2026-01-05?", "2026-01-05"),
    (
        "added:2026-02-01..2026-01-01",
        6,
        "after the last one. Did you mean 2026-01-01..2026-02-01?",
        "2026-01-01..2026-02-01",
    ),
    ("added:today..today-3d", 6, "The first day comes after the last one.", "today-3d..today"),
    ("added:soon", 6, "“soon” is no day. Write days like", ""),
    ("added:today,today", 12, "One stretch of days is enough", ""),
    ("added:..", 6, "needs a first or a last day", ""),
    ("added:1899-12-31", 6, "Days go from 1900 to 2999.", ""),
    ("added:3000-01-01", 6, "Days go from 1900 to 2999.", ""),
    ("added:>2999-12-31", 6, "Days go from 1900 to 2999.", ""),
    ("added:<1900-01-01", 6, "Days go from 1900 to 2999.", ""),
    ("added:0000-00-00", 6, "Days go from 1900 to 2999.", ""),
    ("added:today+9999y", 6, "too far away", ""),
    ("added:today+99999d", 6, "is no day", ""),
]


@pytest.mark.parametrize(("text", "at", "reason", "suggestion"), MISTAKES)
def test_a_mistake_is_pointed_at_with_what_may_be_meant(text, at, reason, suggestion):
    with pytest.raises(Mistake) as refused:
        parse(text, NAMES)
    mistake = refused.value
    assert reason in mistake.reason
    assert (mistake.field, mistake.at, mistake.suggestion) == ("filter", at, suggestion)
    assert text[at:].startswith(mistake.wrong)
    assert mistake.reason[-1] in ".?"


@pytest.mark.parametrize("text", [text for text, *_, suggestion in MISTAKES if suggestion])
def test_what_is_suggested_can_be_read(text):
    with pytest.raises(Mistake) as refused:
        parse(text, NAMES)
    mended = refused.value.mended(text)
    assert mended != text
    parse(mended, NAMES)


def test_without_a_suggestion_a_text_stays_as_it_is():
    with pytest.raises(Mistake) as refused:
        parse("added:soon")
    assert refused.value.mended("added:soon") == "added:soon"


def test_without_names_only_numbers_are_understood():
    assert parse("product:#1 group:#2,#3") == Row(products=(1,), groups=(2, 3))
    with pytest.raises(Mistake, match="There is no product “yoga”"):
        parse("product:yoga")


def test_an_id_without_a_name_stays_a_number():
    assert write(Row(products=(1, 99), groups=ANY), NAMES) == 'product:"Yoga 101",#99 group:any'


@pytest.mark.parametrize(
    ("filter", "text"),
    [
        (Row(search="ann AND", statuses=(Status.active,)), 'status:active ann "AND"'),
        (Or((ANN, And((BO, Not(Or((ANN, CY))))))), "ann OR bo AND NOT (ann OR cy)"),
        (And((Or((ANN, BO)), CY)), "(ann OR bo) AND cy"),
        (Row(added=Days(Day(months=-12), Day(months=-1, days=3))), "added:today-1y..today-1m+3d"),
        (Row(imports=(12, 99)), "import:12,99"),
        (Not(Row(imports=ANY)), "NOT import:any"),
        (Row(companies=('Say "hi"', "back\\slash")), 'company:"Say \\"hi\\"","back\\\\slash"'),
        (Not(EVERYBODY), "NOT status:all"),
        (EVERYBODY, ""),
    ],
)
def test_a_filter_is_written_in_one_way(filter, text):
    assert write(filter) == text


def test_a_filter_from_a_form_is_put_right_or_refused():
    made = And((Row(search="  ann   lee "), And((Row(domains=("@X.org",)), Row(search="\u200b")))))
    assert check(made) == And((Row(search="ann lee"), Row(domains=("x.org",))))
    assert check(Row(added=Days(), companies=())) == EVERYBODY
    for wrong in (
        Row(domains=("a b",)),
        Row(companies=(" ",)),
        Row(added=Days(on(2026, 2, 1), on(2026, 1, 1))),
        join_any(*[ANN] * 51),
        Row(products=tuple(range(1000))),
    ):
        with pytest.raises(Mistake):
            check(wrong)


def test_what_is_joined_stays_flat():
    assert join_any() == EVERYBODY
    assert join_any(ANN, join_any(BO, CY)) == Or((ANN, BO, CY))
    assert join_any(ANN, EVERYBODY) == EVERYBODY
    assert join_all(ANN, EVERYBODY, join_all(BO, CY)) == And((ANN, BO, CY))
    assert negate(negate(ANN)) == ANN


@pytest.mark.parametrize(
    "text",
    [
        *["(" * 100_000, "(" * 3_000, "((" * 13 + "ann" + "))" * 13, "NOT " * 700, '"' * 3_000],
        *["a OR " * 51 + "a", "status:active " * 200, "product:" * 375, "„" * 3_000, '"\\' * 1_500],
        *["product:" + ",".join(f"#{number}" for number in range(500)), "a..b:" * 600],
        *["added:" + "today+1d" * 300, "added:today" + "+1d" * 900 + "x", "x" * 1_000_000],
        *["a:" + "," * 2_900, "() " * 1_000, "ann AND " * 370, "(a " * 12 + "OR " * 900],
    ],
    ids=lambda text: text[:12],
)
def test_endless_text_is_refused_at_once(text):
    began = time.thread_time()
    try:
        parse(text, NAMES)
    except Mistake as mistake:
        assert len(mistake.reason) < 300  # noqa: PT017 (either is right; only how is asked)
    assert time.thread_time() - began < 1


def test_what_is_deep_but_allowed_is_read_and_written():
    text = "(a OR b AND " * 12 + "c" + ")" * 12
    filter = parse(text)
    assert parse(write(filter)) == filter
    assert len(write(filter)) < LIMIT < TEXT_LIMIT

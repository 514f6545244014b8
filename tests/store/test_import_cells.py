"""What rows bring beside a contact: groups, a star, memberships; as a person chose."""

import csv
import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store import membership_export, name_lists
from store.csv_files import arranged, first_values, understand
from store.errors import Rejected
from store.exporting import HEADER
from store.formulas import guard
from store.import_cells import Cells, Wish
from store.import_choices import Choices
from store.limits import GROUP_NAME_LIMIT, PRODUCT_NAME_LIMIT
from store.text import clean, fold, name_key
from store.words import Payment
from tests.store.test_name_lists import scraps

ASKED = Choices(memberships=True, product="Yoga")
NAMES = (scraps | st.text(max_size=20)).map(clean).filter(fold)
DAYS = st.dates(date(1900, 1, 1), date(2999, 12, 31))
NOTHING = ((), False, ())


def cells_of(text, choices=ASKED):
    sheet = understand(text.encode())
    return Cells(sheet.columns, choices), [row for _, _, row in sheet.cut.rows(below=sheet.above)]


def brought(text, choices=ASKED):
    cells, rows = cells_of(text, choices)
    return [cells.of(row) for row in rows]


def written(*rows):
    file = io.StringIO()
    csv.writer(file).writerows(rows)
    return file.getvalue()


def wish(product="Yoga", payment=Payment.paid, starts=None, ends=None, cancelled=None):
    return Wish(product, payment, starts, ends, cancelled)


@given(st.lists(NAMES, max_size=4, unique_by=name_key), st.booleans())
def test_the_groups_and_the_star_of_an_export_come_back(names, starred):
    row = dict.fromkeys(HEADER, "") | {"Email": "a@b.de", "Favorite": "yes" if starred else ""}
    row["Groups"] = guard(name_lists.join(names))
    [found] = brought(written(HEADER, row.values()), Choices())
    assert found == (tuple(names), starred, ())


@given(NAMES, st.sampled_from(Payment), st.lists(DAYS, max_size=3))
def test_the_memberships_of_an_export_come_back(name, payment, days):
    starts, ends, cancelled = (*sorted(days)[:1], *sorted(days)[1:], None, None, None)[:3]
    said = {"Product": guard(name), "Payment": payment.capitalize(), "Status": "Active"}
    told = {"Starts": starts, "Ends": ends, "Cancelled": cancelled, "Added": date(2026, 1, 1)}
    row = dict.fromkeys(membership_export.HEADER, "") | {"Email": "a@b.de"} | said | told
    [found] = brought(written(membership_export.HEADER, row.values()))
    assert found.memberships == (wish(name, payment, starts, ends, cancelled),)


def test_google_s_own_groups_are_left_out_and_its_star_is_taken():
    labels = ["Family ::: * myContacts ::: * starred", "* myContacts", "* Friends ::: *friends", ""]
    header = [
        "First Name",
        "Phonetic First Name",
        "Organization Name",
        "Labels",
        "E-mail 1 - Value",
    ]
    found = brought(written(header, *(["A", "", "", label, "a@b.de"] for label in labels)))
    assert [(one.groups, one.starred) for one in found] == [
        (("Family",), True), ((), False), (("Friends", "*friends"), False), ((), False),
    ]  # fmt: skip


def test_a_group_is_named_once_in_its_first_spelling():
    [found] = brought("Email,Tags,Labels\na@b.de,VIP;vip; Ｖip ;,Blog;vIP\n")
    assert found.groups == ("VIP", "Blog")


def test_groups_and_stars_are_left_where_they_are_not_wanted():
    text = "Email,Groups,Favorite\na@b.de,VIP,yes\n"
    assert brought(text, Choices()) == [(("VIP",), True, ())]
    cells, [row] = cells_of(text, Choices(groups=False))
    assert (cells.wanted, cells.of(row)) == (False, NOTHING)


def test_memberships_are_left_where_they_are_not_asked_for():
    text = "Email,Product,Start\na@b.de,Yoga,no day at all\n"
    cells, [row] = cells_of(text, Choices())
    assert (cells.wanted, cells.of(row)) == (False, NOTHING)
    with pytest.raises(Rejected, match="cannot be read"):
        brought(text)


def test_the_chosen_product_is_for_everybody_where_the_file_names_none():
    assert brought("Email\na@b.de\n", Choices(memberships=True, product="Yoga"))[0] == (
        (), False, (wish(),),
    )  # fmt: skip
    cells, _ = cells_of("Email\na@b.de\n", Choices(memberships=True))
    assert not cells.wanted


GHOST = (
    "id,email,name,note,subscribed_to_emails,complimentary_plan,stripe_customer_id,created_at,"
    "deleted_at,labels,tiers,gift_id\n"
)


def test_an_export_of_ghost_is_read():
    rows = [
        '1,a@b.de,,,true,false,cus_1,2024-01-01,,"VIP,Blog","Gold,Silver",',
        "2,c@d.de,,,true,true,,2024-01-01,,,,",
        "3,e@f.de,,,true,false,,2024-01-01,,,,",
    ]
    found = brought(GHOST + "\n".join(rows))
    assert found[0] == (("VIP", "Blog"), False, (wish("Gold"), wish("Silver")))
    assert [one.memberships for one in found[1:]] == [(wish("Yoga", Payment.comped),), ()]
    with pytest.raises(Rejected, match="does not say of what"):
        brought(GHOST + rows[1], Choices(memberships=True))


def test_an_export_of_substack_is_read():
    header = "email,active_subscription,expiry,plan,email_disabled,created_at,first_payment_at\n"
    paid, ended = "2024-02-01T10:00:00.000Z", "2025-02-01T00:00:00.000Z"
    found = brought(
        f"{header}a@b.de,true,{ended},yearly,false,{paid},{paid}\n"
        f"c@d.de,false,,other,false,{paid},\n"
        f"e@f.de,false,{ended},monthly,false,{paid},{paid}\n"
        f"g@h.de,true,,comp,false,{paid},\n"
    )
    year = wish(starts=date(2024, 2, 1), ends=date(2025, 2, 1))
    assert [one.memberships for one in found] == [
        (year,), (), (year,), (wish(payment=Payment.comped),),
    ]  # fmt: skip


def test_exports_of_kajabi_and_patreon_are_read():
    kajabi = 'Name,Email,Products,Tags,Member Created At\nA,a@b.de,"Yoga 101, Pilates",x,2024\n'
    assert brought(kajabi)[0] == (("x",), False, (wish("Yoga 101"), wish("Pilates")))
    patreon = "Name,Email,Twitter,Patron Status,Lifetime Amount,Pledge Amount,Tier\n"
    rows = ['Active patron,1,1,"Gold, silver"', "Former patron,1,1,Gold", "Declined patron,1,1,G"]
    found = brought(patreon + "".join(f"A,a@b.de,,{row}\n" for row in rows))
    assert [one.memberships for one in found] == [(wish("Gold, silver"),), (), ()]


@pytest.mark.parametrize(
    ("said", "payment"),
    [
        ("Paid", Payment.paid), ("FREE", Payment.free), ("comped", Payment.comped),
        ("Kostenlos", Payment.free), ("Payé", Payment.paid), ("Credit card", Payment.paid),
        ("", Payment.free), ("-", Payment.free), ("Cortesía", Payment.comped),
    ],
)  # fmt: skip
def test_how_it_is_paid_for_is_read_in_words(said, payment):
    choices = Choices(memberships=True, payment=Payment.free)
    [found] = brought(f"Email,Product,Payment\na@b.de,Yoga,{said}\n", choices)
    assert found.memberships == (wish(payment=payment),)


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ("Yoga,49.00,,,", "payment"), ("Yoga,free or paid,,,", "payment"),
        ("Yoga,,soon,,", "starts"), ("Yoga,,,later,", "ends"), ("Yoga,,,,yes", "cancelled"),
        ("Yoga,,2026-02-01,2026-01-31,", "ends"), ("Yoga,,1/2/2026,,", "starts"),
        (f"{'x' * (PRODUCT_NAME_LIMIT + 1)},,,,", "products"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_told_with_its_field(row, field):
    with pytest.raises(Rejected) as refused:
        brought(f"Email,Product,Payment,Starts,Ends,Cancelled\na@b.de,{row}\n")
    assert refused.value.field == field
    assert "x" * 9 not in refused.value.reason


def test_a_name_of_a_group_that_is_too_long_is_told():
    assert brought(f"Email,Groups\na@b.de,{'x' * GROUP_NAME_LIMIT}\n")
    with pytest.raises(Rejected, match="longer than 75 characters"):
        brought(f"Email,Groups\na@b.de,VIP;{'x' * (GROUP_NAME_LIMIT + 1)}\n")


def test_the_whole_file_tells_what_is_the_day_and_else_the_person():
    header, row = "Email,Product,Starts,Ends\n", "a@b.de,Yoga,3/4/2026,\n"
    first, last = date(2026, 4, 3), date(2026, 5, 20)
    below = "c@d.de,Yoga,," + "20/5/2026\n"
    many = row * 300 + below
    assert brought(header + many)[0].memberships == (wish(starts=first),)
    assert brought(header + many)[-1].memberships == (wish(ends=last),)
    cells, _ = cells_of(header + many)
    assert not cells.ambiguous
    cells, _ = cells_of(header + row)
    assert cells.ambiguous
    cells, [read] = cells_of(header + row, Choices(memberships=True, day_first=False))
    assert not cells.ambiguous
    assert cells.of(read).memberships == (wish(starts=date(2026, 3, 4)),)


def test_a_person_can_choose_other_columns():
    sheet = understand(b"Email,Wann,Was,Kontakt\nx,1.2.2026,Yoga,a@b.de\n,31/1/2026,,c@d.de\n")
    assert first_values(sheet) == ["x", "1.2.2026", "Yoga", "a@b.de"]
    places = {"email": (3, 99), "starts": (1,), "products": (2,), "groups": (), "odd": (0,)}
    chosen = arranged(sheet, places)
    assert chosen.columns.places == {"email": (3,), "starts": (1,), "products": (2,)}
    assert (chosen.columns.names, chosen.columns.day_first) == (sheet.columns.names, True)
    with pytest.raises(Rejected, match="Choose the column with the email addresses"):
        arranged(sheet, {"email": (99,), "name": (0,)})


def test_the_columns_of_a_list_without_a_header_can_be_chosen():
    sheet = understand(b"a@b.de,Yoga\nc@d.de,Pilates\n")
    chosen = arranged(sheet, {"email": (0,), "products": (1,), "notes": (2,)})
    assert chosen.columns.places == {"email": (0,), "products": (1,)}
    assert first_values(sheet) == ["a@b.de", "Yoga"]


def test_first_values_are_short_and_clean():
    sheet = understand(f'Email,Notes,More,"A"\n,,,\na@b.de,"\'=x\n{"y" * 99}",\0 z,\n'.encode())
    shown = first_values(sheet)
    assert [shown[0], shown[2], shown[3]] == ["a@b.de", "z", ""]
    assert shown[1].startswith("=x yyy")
    assert len(shown[1]) == 75

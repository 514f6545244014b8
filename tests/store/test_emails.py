"""Emails: what is one, and that the quick way to tell agrees with the thorough one."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from store import emails
from store.emails import Email, normalise
from store.errors import Rejected
from store.formulas import unguard


@pytest.mark.parametrize(
    "typed",
    [
        "Ann@Example.com",
        " Ann@Example.com\t",
        "<Ann@Example.com>",
        "mailto:Ann@Example.com",
        "MAILTO:Ann@Example.com?subject=Hello",
        "<mailto:Ann@Example.com|Ann@Example.com>",
        "Ann Lee <Ann@Example.com>",
        '"Lee, Ann (coach)" <Ann@Example.com>',
        '"Ann@Example.com"',
        "'Ann@Example.com'",
        "“Ann@Example.com”",
        "mailto:Ann%40Example.com",
        "\u200bAnn@Example.com \u200f",
        "\ufeff<\u202aAnn@Example.com\u202c>",
    ],
)
def test_what_people_and_programs_put_around_an_address_is_taken_off(typed):
    assert normalise(typed) == Email("Ann@Example.com", "ann@example.com")


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("ann+yoga@example.com", "ann+yoga@example.com"),
        ("a.n.n@gmail.com", "a.n.n@gmail.com"),
        ("ＡＮＮ@example.com", "ann@example.com"),
        ("ann＠example.com", "ann@example.com"),
        ("ann@Bücher.example.com", "ann@xn--bcher-kva.example.com"),
        ("ann@xn--bcher-kva.example.com", "ann@xn--bcher-kva.example.com"),
        ("Jürgen@example.com", "jürgen@example.com"),
        ("Ju\u0308rgen@example.com", "jürgen@example.com"),
        ("用户@例え.jp", "用户@xn--r8jz45g.jp"),
        ("o'neil@example.com", "o'neil@example.com"),
    ],
)
def test_addresses_that_reach_the_same_person_have_the_same_key(typed, key):
    assert normalise(typed).key == key


@pytest.mark.parametrize(
    "typed",
    ["", " ", "ann", "@example.com", "ann@", "ann@@example.com", "a b@example.com", "ann@example"]
    + ["ann@localhost", "ann@example.test", "ann@host.local", "ann@1.2.3.4", "ann@[1.2.3.4]"]
    + [".ann@example.com", "ann.@example.com", "a..n@example.com", "ann@-example.com", "<>", "''"]
    + ["ann@example..com", "ann@exam_ple.com", '"ann lee"@example.com', "ann@example.com, bo@b.co"]
    + [
        f"{'a' * 250}@example.com",
        "mailto:" * 5000,
        "a@" + "b." * 30_000,
        "ann@\ud83d.com",
        "\x00",
    ],
)
def test_what_is_no_address_is_refused_with_a_reason(typed):
    with pytest.raises(Rejected) as refused:
        normalise(typed)
    assert refused.value.field == "email"
    assert refused.value.reason.endswith(".")


LABELS = st.sampled_from(
    ["example", "a", "x-y", "-x", "x-", "ab--c", "xn--bcher-kva", "1", "a" * 63, "a" * 64, "", "é"]
)
ENDINGS = st.sampled_from(
    ["com", "test", "TEST", "local", "arpa", "invalid", "onion", "localhost", "c", "c0m", "1"]
    + ["x" * 63, "x" * 64, "co-m", "", "xn--p1ai"]
)
ATOMS = st.text(st.sampled_from("aZ0.+-_'/=?^`{|}~!#$%&*\" @éﬁ,;:()<>[]\\"), max_size=12)
NEARLY = st.builds(
    lambda local, labels, ending: f"{local}@{'.'.join([*labels, ending])}",
    st.one_of(ATOMS, st.just("a" * 64), st.just("a" * 230)),
    st.lists(LABELS, max_size=4),
    ENDINGS,
)


@given(st.one_of(NEARLY, st.text(max_size=30)))
@example("ann@example.com\n")
@example("ann@EXAMPLE.LOCAL")
@example("ann@a.b.test")
@example(f"{'a' * 242}@example.com")
@example(f"{'a' * 243}@example.com")
def test_the_quick_way_says_what_the_validator_says(text):
    if emails.is_everyday(text):
        assert emails._read_carefully(emails._unwrap(emails.clean(text))) == normalise(text)
        assert unguard(text) == text


@given(st.one_of(NEARLY, st.text(max_size=30)))
def test_an_address_is_read_or_refused_and_its_key_is_its_own_key(text):
    try:
        email = normalise(text)
    except Rejected:
        return
    assert normalise(email.shown) == email
    assert normalise(email.key).key == email.key
    assert normalise(email.shown.upper()).key == normalise(email.shown.lower()).key or not (
        email.shown.isascii()
    )

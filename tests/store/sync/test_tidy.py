"""Laws of what is kept of people: what is the same is the same text."""

import json

from hypothesis import given
from hypothesis import strategies as st

from store.sync.source import RemotePerson
from store.sync.tidy import FIELDS, kept_fields, kept_groups, tidy

texts = st.text(max_size=12)


@given(st.tuples(*[texts] * len(FIELDS)), st.lists(texts, max_size=3))
def test_what_is_kept_is_written_as_json_is_everywhere(said, groups):
    assert kept_fields(said) == json.dumps(dict(zip(FIELDS, said, strict=True)))
    assert kept_groups(groups) == json.dumps(groups)
    assert kept_fields({}.values()) == json.dumps({})


@given(
    st.sampled_from(["ann@example.com", "Ann <Ann@Example.COM>", "' é@bücher.de '", "nobody"]),
    st.tuples(*[texts] * (len(FIELDS) - 1)),
)
def test_who_says_just_what_is_kept_has_changed_nothing(email, said):
    kept = tidy(RemotePerson("c1", email, *said))
    assert tidy(RemotePerson("c1", **kept.fields)) == kept

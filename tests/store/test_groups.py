"""Groups: named sets of contacts, and the ticks that fill them."""

from store import contacts, groups, ticks
from store.contacts import Fields
from store.scopes import Scope


def test_ticked_contacts_come_into_a_group_and_out_of_it(database, book):
    with database.writing() as s:
        ids = [
            contacts.add(s, book, person="U", fields=Fields(f"a{i}@example.com", f"A{i}")).id
            for i in range(40)
        ]
        g = groups.add(s, book, person="U", name="VIP")
        h = groups.add(s, book, person="U", name="Zed")
        ticks.merge(s, book, person="U", shown=ids[:5], ticked=ids[:3])
        ticks.merge(s, book, person="U", shown=ids[:5], ticked=ids[1:3] + [9999])
        assert ticks.count(s, book, person="U") == 2
        assert ticks.among(s, book, person="U", contact_ids=ids) == set(ids[1:3])
        sel = ticks.selection(s, book, person="U")
        assert groups.put(s, book, group_id=g.id, scope=Scope(selection=sel)) == 2
        assert groups.put(s, book, group_id=g.id, scope=Scope()) == 38
        page = groups.find(s, book)
        assert [(r.group.name, r.size) for r in page.rows] == [("VIP", 40), ("Zed", 0)]
        assert groups.take_out(s, book, group_id=g.id, scope=Scope(selection=sel)) == 2
        assert contacts.find(s, book, person="U", scope=Scope(group=g.id)).total == 38
        assert contacts.count(s, book, scope=Scope("a1", group=g.id)) == 10
        assert ticks.add_all(s, book, person="U", scope=Scope(group=g.id)) == 40
        assert [x.name for x in groups.of(s, book, contact_id=ids[5])] == ["VIP"]
        groups.rename(s, book, person="U", group_id=h.id, name="zed")
        assert groups.delete(s, book, person="U", group_id=g.id)[1] == 38
        assert ticks.count(s, book, person="U") == 40

"""The filters that are measured, each beside the SQL that somebody would write by hand for it."""

from collections.abc import Callable
from dataclasses import dataclass, field

from store.filters import ANY, And, Day, Days, Filter, Not, Or, Row
from store.words import Payment, Source, Status

ACTIVE, EXPIRED, UPCOMING = Status
PAID, FREE, COMPED = Payment
# A condition on memberships, groups or stars becomes one on contacts.
Has = Callable[[str, str], str]
IS_ACTIVE = "starts <= :today AND until >= :today"
IS_EXPIRED = "until < :today"
IS_UPCOMING = "starts > :today AND until >= :today"


@dataclass(frozen=True)
class Case:
    """A filter, perhaps a search beside it, and the same by hand; `has` writes EXISTS or IN."""

    name: str
    filter: Filter
    by_hand: Callable[[Has], str]
    search: str = field(default="")


def membership(terms: str) -> Callable[[Has], str]:
    return lambda has: has("membership", terms)


def contact(terms: str) -> Callable[[Has], str]:
    return lambda _: terms


def cases(products: list[int], groups: list[int], imports: list[int]) -> list[Case]:
    """From the largest product to the smallest; the same of groups. Imports are all alike."""
    most, second, third, tenth, twentieth, few, rare = (
        products[at] for at in (0, 1, 2, 3, 4, 8, 11)
    )
    large, middle, small = groups[0], groups[8], groups[25]
    lapsed = And((Row(statuses=(EXPIRED,)), Not(Row(statuses=(ACTIVE,)))))
    return [
        Case("product, most have it", Row(products=(most,)), membership(f"product_id = {most}")),
        Case("product, one in 70", Row(products=(few,)), membership(f"product_id = {few}")),
        Case("product, rare", Row(products=(rare,)), membership(f"product_id = {rare}")),
        Case(
            "product, expired",
            Row(products=(tenth,), statuses=(EXPIRED,)),
            membership(f"product_id = {tenth} AND {IS_EXPIRED}"),
        ),
        Case(
            "product, active, comped",
            Row(products=(twentieth,), statuses=(ACTIVE,), payments=(COMPED,)),
            membership(f"product_id = {twentieth} AND payment = 'comped' AND {IS_ACTIVE}"),
        ),
        Case("active", Row(statuses=(ACTIVE,)), membership(IS_ACTIVE)),
        Case("upcoming", Row(statuses=(UPCOMING,)), membership(IS_UPCOMING)),
        Case("comped", Row(payments=(COMPED,)), membership("payment = 'comped'")),
        Case("no product", Not(Row(products=ANY)), lambda has: "NOT " + has("membership", "true")),
        Case(
            "two products",
            And((Row(products=(third,), statuses=(ACTIVE,)), Row(products=(twentieth,)))),
            lambda has: (
                has("membership", f"product_id = {third} AND {IS_ACTIVE}")
                + " AND "
                + has("membership", f"product_id = {twentieth}")
            ),
        ),
        Case(
            "two rare products",
            And((Row(products=(few,)), Row(products=(products[7],), statuses=(EXPIRED,)))),
            lambda has: (
                has("membership", f"product_id = {few}")
                + " AND "
                + has("membership", f"product_id = {products[7]} AND {IS_EXPIRED}")
            ),
        ),
        Case(
            "one or the other",
            Or((Row(products=(third,), statuses=(ACTIVE,)), Row(payments=(COMPED,)))),
            lambda has: (
                has("membership", f"product_id = {third} AND {IS_ACTIVE}")
                + " OR "
                + has("membership", "payment = 'comped'")
            ),
        ),
        Case(
            "one or the other, rare",
            Or((Row(products=(rare,)), Row(groups=(small,)))),
            lambda has: (
                has("membership", f"product_id = {rare}")
                + " OR "
                + has("group_contact", f"group_id = {small}")
            ),
        ),
        Case(
            "lapsed",
            lapsed,
            lambda has: has("membership", IS_EXPIRED) + " AND NOT " + has("membership", IS_ACTIVE),
        ),
        Case(
            "group and product",
            And((Row(groups=(large,)), Row(products=(tenth,), statuses=(ACTIVE,)))),
            lambda has: (
                has("group_contact", f"group_id = {large}")
                + " AND "
                + has("membership", f"product_id = {tenth} AND {IS_ACTIVE}")
            ),
        ),
        Case(
            "group, smaller",
            Row(groups=(middle,)),
            lambda has: has("group_contact", f"group_id = {middle}"),
        ),
        Case("favorites", Row(favorite=True), lambda has: has("favorite", "person = 'U1'")),
        Case(
            "search and product",
            Row(search="maria", products=(second,), statuses=(ACTIVE,)),
            lambda has: (
                "search LIKE '%maria%' AND "
                + has("membership", f"product_id = {second} AND {IS_ACTIVE}")
            ),
        ),
        Case(
            "rare search and product",
            Row(products=(most,)),
            lambda has: (
                "search LIKE '%ursula%' AND search LIKE '%sharma%' AND "
                + has("membership", f"product_id = {most}")
            ),
            search="ursula sharma",
        ),
        Case(
            "company",
            Row(companies=("huber therapy",)),
            contact("company_key LIKE '%huber%' AND company_key LIKE '%therapy%'"),
        ),
        Case(
            "domain, common",
            Row(domains=("muller.example.com",)),
            contact("email_key LIKE '%@muller.example.com'"),
        ),
        Case(
            "domain, rare",
            Row(domains=("featherstone.example.com",)),
            contact("email_key LIKE '%@featherstone.example.com'"),
        ),
        Case("source, rare", Row(sources=(Source.membership,)), contact("source = 'membership'")),
        Case("source, common", Row(sources=(Source.hand,)), contact("source = 'hand'")),
        Case(
            "added, last 30 days",
            Row(added=Days(first=Day(days=-30))),
            contact(
                "source IN ('hand', 'csv', 'membership', 'google', 'microsoft')"
                " AND created_at >= :month_ago"
            ),
        ),
        Case(
            "an import",
            Row(imports=(imports[7],)),
            contact(f"source = 'csv' AND import_id = {imports[7]}"),
        ),
        Case(
            "an import or another, and product",
            Row(imports=(imports[3], imports[5]), products=(most,)),
            lambda has: (
                f"source = 'csv' AND import_id IN ({imports[3]}, {imports[5]}) AND "
                + has("membership", f"product_id = {most}")
            ),
        ),
        Case("any import", Row(imports=ANY), contact("source = 'csv' AND import_id IS NOT NULL")),
        Case(
            "ends within 14 days",
            Row(ends=Days(Day(), Day(days=14))),
            membership("until BETWEEN :today AND :soon"),
        ),
        Case(
            "brackets",
            And((Or((Row(groups=(large,)), Row(products=(third,)))), Not(lapsed))),
            lambda has: (
                "("
                + has("group_contact", f"group_id = {large}")
                + " OR "
                + has("membership", f"product_id = {third}")
                + ") AND NOT ("
                + has("membership", IS_EXPIRED)
                + " AND NOT "
                + has("membership", IS_ACTIVE)
                + ")"
            ),
        ),
        Case(
            "nobody",
            Row(products=(rare,), statuses=(UPCOMING,), payments=(COMPED,)),
            membership(f"product_id = {rare} AND payment = 'comped' AND {IS_UPCOMING}"),
        ),
        Case(
            "nobody, hard to tell",
            And((Row(products=(twentieth,)), Not(Row(products=ANY)))),
            lambda has: (
                has("membership", f"product_id = {twentieth}")
                + " AND NOT "
                + has("membership", "true")
            ),
        ),
    ]

"""Words in the cells of favorites and memberships: yes and no, and how something is paid for."""

from store.errors import Rejected
from store.header_names import plain
from store.words import Payment

# Each word stands as header_names.plain makes it; these signs it would make nothing of.
YES_SIGNS, NO_SIGNS = frozenset("*★⭐✓✔"), frozenset(("", "-", "–", "—"))
YES = """
yes, y, true, t, 1, x, on, active, ja, wahr, oui, vrai, o, si, sim, s, verdadeiro, vero, waar,
aktiv, actif, activo, ativo, attivo, actief, paid, subscribed, active patron
"""
NO = """
no, n, false, f, 0, off, inactive, nein, falsch, non, faux, nao, falso, nee, onwaar, inaktiv,
inactif, inactivo, inativo, inattivo, inactief, expired, cancelled, canceled, none, null, never,
former patron, declined patron
"""
PAID = """
paid, pay, paying, premium, founding, founder, lifetime, weekly, monthly, month, quarterly, yearly,
year, annual, annually, card, cash, paypal, stripe, sepa, invoice, transfer, bezahlt, zahlend,
monatlich, jahrlich, rechnung, lastschrift, uberweisung, bar, kreditkarte, paye, payee, payant,
mensuel, annuel, carte, virement, pagado, pagada, pagato, pagata, pago, paga, mensual, anual,
tarjeta, transferencia, mensile, annuale, carta, bonifico, mensal, cartao, betaald, maandelijks,
jaarlijks, ideal
"""
FREE = """
free, trial, unpaid, gratis, kostenlos, kostenfrei, gratuit, gratuite, gratuito, gratuita
"""
COMPED = """
comped, comp, complimentary, gift, gifted, courtesy, geschenkt, geschenk, offert, offerte, cadeau,
cortesia, regalo, regalado, omaggio, oferecido, geschonken
"""
# Substack's word for everybody who has no plan.
UNTOLD = "other"


def _words(listed: str) -> frozenset[str]:
    return frozenset(word.strip() for word in listed.split(","))


YES_WORDS, NO_WORDS = _words(YES), _words(NO)
LISTS = {Payment.paid: PAID, Payment.free: FREE, Payment.comped: COMPED}
PAYMENTS = {word: kind for kind, listed in LISTS.items() for word in _words(listed)}


def yes(cell: str) -> bool:
    """Whether the cell says yes; anything else is a no."""
    return cell in YES_SIGNS or plain(cell) in YES_WORDS


def answer(cell: str, *, field: str) -> bool:
    """Yes or no; raises Rejected for what is neither."""
    if cell in NO_SIGNS or plain(cell) in NO_WORDS:
        return False
    if yes(cell):
        return True
    raise Rejected(field, f"What this row says of {field} is neither yes nor no.")


def payment(cell: str) -> Payment | None:
    """How it is paid for; None where the cell does not tell. Raises Rejected for other words."""
    words = plain(cell)
    if cell in NO_SIGNS or words == UNTOLD:
        return None
    kinds = {PAYMENTS[word] for word in words.split() if word in PAYMENTS}
    if len(kinds) != 1:
        raise Rejected("payment", "The payment is none of these: paid, free, comped.")
    return kinds.pop()

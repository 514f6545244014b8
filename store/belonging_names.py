"""What columns about groups, favorites and memberships are called, in general and by product."""

from store import header_languages as languages
from store.header_names import plain

# Each name stands as header_names.plain makes it.
GROUPS = """
groups, group, labels, label, tags, tag, categories, category, group membership, contact groups,
gruppen, gruppe, kategorien, kategorie, schlagworte, schlagworter, markierungen,
groupes, groupe, etiquettes, etiquette, libelles, mots cles, categorie,
grupos, grupo, etiquetas, etiqueta, categorias, categoria, marcadores,
gruppi, gruppo, etichette, etichetta, groepen, groep, categorieen
"""
FAVORITES = """
favorite, favorites, favourite, favourites, starred, favorit, favoriten, favori, favoris,
favorito, favoritos, preferito, preferiti, favoriet, favorieten
"""
# These hold several names in one cell; the others one, whatever stands in it.
PRODUCT_LISTS = """
products, memberships, plans, tiers, courses, produkte, mitgliedschaften, kurse, produits,
abonnements, adhesions, productos, membresias, suscripciones, cursos, prodotti, abbonamenti, corsi,
produtos, assinaturas, planos, producten, lidmaatschappen, abonnementen, cursussen
"""
PRODUCTS = """
product, product name, membership, membership name, membership type, membership level,
membership plan, membership tier, plan, plan name, subscription plan, tier, tier name, course,
course name, produkt, produktname, mitgliedschaft, abo, abonnement, tarif, kurs, produit, adhesion,
formule, producto, membresia, suscripcion, curso, prodotto, abbonamento, corso, produto,
assinatura, plano, lidmaatschap, cursus
"""
PAYMENT = """
payment, payment type, type of payment, membership payment, zahlung, zahlungsart, zahlungsweise,
bezahlung, paiement, type de paiement, mode de paiement, pago, tipo de pago, forma de pago,
pagamento, tipo di pagamento, tipo de pagamento, forma de pagamento, betaling, betaalwijze,
soort betaling
"""
COMPED = "comped, complimentary, complimentary plan"
ACTIVE = "active subscription, active membership, membership active, subscription active"
STARTS = """
start, starts, start date, startdate, starts on, starts at, started, started on, started at,
valid from, first day, member since, membership start, membership start date, membership starts,
subscription start, subscription start date, beginn, beginnt, beginnt am, startdatum, anfang,
gultig ab, gultig von, mitglied seit, vertragsbeginn, erster tag, debut, date de debut, date debut,
valable du, valable a partir du, membre depuis, premier jour, inicio, fecha de inicio,
fecha inicio, comienzo, valido desde, miembro desde, inizio, data di inizio, data inizio,
valido dal, decorrenza, data de inicio, data inicio, valido de, begin, begindatum, ingangsdatum,
geldig vanaf, lid sinds
"""
ENDS = """
end, ends, end date, enddate, ends on, ends at, ended, ended on, expires, expires on, expires at,
expiry, expiry date, expiration, expiration date, valid until, valid till, valid to, valid through,
last day, membership end, membership end date, membership ends, membership expires,
membership expiry, membership expiration, membership expiration date, subscription end,
subscription end date, ende, endet, endet am, enddatum, gultig bis, ablaufdatum, lauft ab,
lauft ab am, vertragsende, letzter tag, fin, date de fin, date fin, valable jusqu au, expire le,
date d expiration, dernier jour, fecha de fin, fecha fin, vence, vencimiento,
fecha de vencimiento, valido hasta, caducidad, fecha de caducidad, fine, data di fine, data fine,
scade, scadenza, data di scadenza, data scadenza, valido fino al, fim, data de fim, data fim,
termino, data de termino, validade, valido ate, data de vencimento, vencimento,
einde, einddatum, geldig tot,
vervaldatum, verloopt, verloopt op
"""
CANCELLED = """
cancelled, canceled, cancelled on, canceled on, cancelled at, canceled at, cancellation date,
gekundigt, gekundigt am, kundigung, kundigungsdatum, resilie, resilie le, annule, annule le,
cancelado, cancelado el, cancelado em, annullato, annullato il, disdetta, data disdetta, opgezegd,
opgezegd op, geannuleerd
"""
LISTS = {
    "groups": f"{GROUPS}, {languages.GROUPS}",
    "favorites": FAVORITES,
    "products": f"{PRODUCT_LISTS}, {PRODUCTS}",
    "payment": PAYMENT,
    "comped": COMPED,
    "active": ACTIVE,
    "starts": STARTS,
    "ends": ENDS,
    "cancelled": CANCELLED,
}
FIELDS = {plain(name): field for field, names in LISTS.items() for name in names.split(",")}
SEVERAL_PRODUCTS = frozenset(name.strip() for name in PRODUCT_LISTS.split(","))

# What a column means in the files of one product only; "" for one that says nothing of its own.
BY_ORIGIN: dict[str, dict[str, str]] = {
    # A summary of memberships; they have a file of their own.
    "Roster export": {"products": ""},
    # How often it is paid, or that it is not; the publication is the product.
    "Substack export": {"plan": "payment", "first payment at": "starts"},
    "Patreon export": {"patron status": "active"},
}


def belonging_of(name: str, label: str) -> str:
    """The field that a column of this (plain) name holds in files of this origin; "" for none."""
    own = BY_ORIGIN.get(label, {})
    return own[name] if name in own else FIELDS.get(name, "")

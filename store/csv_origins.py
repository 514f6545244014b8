"""Which product a CSV file was exported from, as its columns give away."""

# What store/exporting.py and membership_export.py write.
ROSTER = "Roster export"
# The first whose columns are all there is meant; the rarer ones come first.
SIGNS = (
    (ROSTER, {"email", "job title", "groups", "source", "added"}),
    (ROSTER, {"email", "product", "payment", "starts", "ends", "cancelled", "added"}),
    ("Google Contacts export", {"phonetic first name", "organization name", "labels"}),
    ("Google Contacts export", {"given name", "family name", "yomi name"}),
    ("Outlook export", {"first name", "e mail address", "e mail type", "government id number"}),
    ("Google Contacts export for Outlook", {"e mail address", "internet free busy", "suffix"}),
    ("Outlook.com export", {"e mail address", "given yomi", "surname yomi"}),
    ("Thunderbird export", {"primary email", "screen name", "display name"}),
    ("LinkedIn connections", {"email address", "connected on", "position"}),
    ("Mailchimp export", {"email address", "leid", "euid"}),
    ("Ghost export", {"email", "subscribed to emails", "complimentary plan"}),
    ("listmonk export", {"uuid", "email", "attributes"}),
    ("Substack export", {"email", "active subscription", "email disabled"}),
    ("Brevo export", {"email", "email blacklisted", "sms blacklisted"}),
    ("Kajabi export", {"email", "products", "member created at"}),
    ("HubSpot export", {"record id", "email"}),
    ("Chatwoot export", {"email", "identifier", "custom attribute 1"}),
    ("systeme.io export", {"email", "surname", "date registered"}),
    ("ActiveCampaign export", {"email", "tags", "date created", "ip"}),
    ("Shopify export", {"email", "accepts email marketing"}),
    ("Stripe export", {"email", "created utc"}),
    ("Eventbrite export", {"email", "event name", "ticket type"}),
    ("Luma export", {"email", "approval status", "ticket name"}),
    ("Patreon export", {"email", "patron status"}),
    ("Pipedrive export", {"email", "owner", "label", "organization"}),
    ("Salesforce export", {"email", "salutation", "account name"}),
    ("Google Forms answers", {"timestamp", "email address"}),
    ("Kit export", {"first name", "email", "created at", "status"}),
    ("Kit export", {"first name", "email address", "created at", "state"}),
)


def origin(names: set[str]) -> str:
    """The product that writes these (plain) column names, as people call its files."""
    return next((label for label, signs in SIGNS if signs <= names), "CSV file")

"""How many characters fit into what people write; handlers ask for no more."""

EMAIL_LIMIT = 254
NAME_LIMIT = 300
PHONE_LIMIT = 100
NOTES_LIMIT = 3000
GROUP_NAME_LIMIT = 75
PRODUCT_NAME_LIMIT = 75
SEGMENT_NAME_LIMIT = 75

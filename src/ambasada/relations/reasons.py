"""Why a record or a whole file was refused, in the language of whoever sent it."""

from django.utils.translation import gettext, gettext_noop

# The sentences of `lib.contacts.reasons` and of the import; here they are found to be translated.
SENTENCES = (
    gettext_noop("There is no name, no e-mail address and no telephone number in it."),
    gettext_noop("It has no name. Give it one."),
    gettext_noop(
        "It is a list of contacts and no contact. The contacts stand in the file themselves."
    ),
    gettext_noop("It stands outside every card. A card begins with BEGIN:VCARD."),
    gettext_noop("A line of it is no property. A property is a name, a colon and a value."),
    gettext_noop("It holds cards within cards, deeper than anybody needs."),
    gettext_noop("It is longer than anything a contact holds."),
    gettext_noop(
        "It has letters that are not of the encoding of the file. Save the file as UTF-8."
    ),
    gettext_noop("It has characters that are no text."),
    gettext_noop("A quotation mark in it opens a cell and nothing closes it."),
    gettext_noop("It has more cells than the table has columns."),
    gettext_noop("A line break stands in the middle of it. Put the cell into quotation marks."),
    gettext_noop("A day in it can't be read. Write it as 2021-05-09, or 2021-05, or 2021."),
    gettext_noop("It is not shaped as Popolo has it."),
    gettext_noop("It only says under which identifier it stands now."),
    gettext_noop("Its identifier is already that of another one in the file."),
    gettext_noop("It is of somebody who is neither in the file nor here."),
    gettext_noop("It is a part of itself, through what it is a part of."),
    gettext_noop(
        "It is about somebody private, and nobody said why the embassy may keep them: that they "
        "consented, or that nobody in the file is in, or from, the country of danger."
    ),
    gettext_noop("Its organisation is not here yet, and nobody said in which circle it is."),
    gettext_noop("It names no organisation of the file or of the directory."),
    gettext_noop("It is an office of no organisation that is here."),
    gettext_noop("A part of it is longer than the directory has room for."),
    gettext_noop("Something in it ends before it begins."),
    gettext_noop("The file is empty. Save the table into it as CSV, and try again."),
    gettext_noop("The file is no text. Save the table as CSV in UTF-8, and try again."),
    gettext_noop(
        "The file has more than 2,000 columns, and no table of contacts has. Save the columns that "
        "are needed, and try again."
    ),
    gettext_noop("The file has more than 1,000,000 rows. Split it, and try again."),
    gettext_noop("There is no card in the file. Export the contacts as vCard, and try again."),
    gettext_noop("The file has more than 100,000 cards. Split it, and try again."),
    gettext_noop("The file is no JSON in UTF-8. Check that it is the right file."),
    gettext_noop("The file is nested deeper than Popolo ever is. Check that it is the right file."),
    gettext_noop("The file has letters that are half of a letter. Export it again, and try again."),
    gettext_noop(
        "There are no people, organisations, memberships, posts or areas in the file. Check that "
        "it is Popolo."
    ),
)


def told(reason: str) -> str:
    """Return a reason in the language of the page."""
    return gettext(reason)

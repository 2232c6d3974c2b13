"""Cards in the manner of the programs and telephones that write them; everybody is invented."""

PIXEL = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk"
    "+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def _quoted(text: str, charset: str = "utf-8") -> str:
    return "".join(f"={each:02X}" for each in text.encode(charset))


def _lines(*lines: str, end: str = "\r\n") -> str:
    return end.join(("BEGIN:VCARD", *lines, "END:VCARD", ""))


APPLE = _lines(
    "VERSION:3.0",
    "PRODID:-//Apple Inc.//macOS 14.1//EN",
    "N:Novak-Test;Ales;Ivanavich;Dr.;",
    "FN:Dr. Ales Ivanavich Novak-Test",
    "ORG:Union of Examples;Press",
    "TITLE:Head of press",
    "EMAIL;type=INTERNET;type=WORK;type=pref:ales@example.org",
    "item1.EMAIL;type=INTERNET:ales@home.example.org",
    "item1.X-ABLabel:Evenings",
    "TEL;type=CELL;type=VOICE;type=pref:07700 900001",
    "item2.TEL:020 7946 0001",
    "item2.X-ABLabel:_$!<Other>!$_",
    "item3.ADR;type=HOME;type=pref:;;1 Example Street\\nFlat 2;London;;N1 1AA;United Kingdom",
    "item3.X-ABADR:gb",
    "item4.URL;type=pref:http\\://example.org/ales",
    "item4.X-ABLabel:_$!<HomePage>!$_",
    "item5.X-ABRELATEDNAMES:Vera",
    "item5.X-ABLabel:_$!<Friend>!$_",
    "BDAY;value=date:1604-05-09",
    "X-SOCIALPROFILE;type=twitter:http://example.org/at/ales",
    f"PHOTO;ENCODING=b;TYPE=PNG:{PIXEL[:60]}",
    f"  {PIXEL[60:]}",
    "UID:11111111-2222-3333-4444-555555555555",
    "X-ABUID:11111111-2222-3333-4444-555555555555:ABPerson",
)
APPLE_QUOTED = _lines(
    "VERSION:3.0",
    "N:Quoted-Test;Vera;;;",
    "FN:Vera Quoted-Test",
    'TEL;type="CELL,VOICE";X-NOTE="after six: call; or write":07700 900002',
    'ADR;TYPE="WORK";X-APPLE-X="a:b":;;2 Example Street;London;;;',
    "IMPP;X-SERVICE-TYPE=Jabber;type=HOME:xmpp:vera@example.org",
)
APPLE_COMPANY = _lines(
    "VERSION:3.0",
    "PRODID:-//Apple Inc.//iPhone OS 17.0//EN",
    "N:;;;;",
    "FN:Examples Ltd",
    "ORG:Examples Ltd;",
    "TEL;type=MAIN:020 7946 0002",
    "X-ABShowAs:COMPANY",
)
ANDROID = _lines(
    "VERSION:2.1",
    f"N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:{_quoted('Тэст-Test')};{_quoted('Алесь')};;;",
    f"FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:{_quoted('Алесь Тэст-Test')}",
    "TEL;CELL;PREF:07700900003",
    "TEL;HOME;FAX:02079460003",
    "EMAIL;WORK:android@example.org",
    f"ORG;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:{_quoted('Міністэрства ')}=",
    f"{_quoted('прыкладаў')}",
    "X-ANDROID-CUSTOM:vnd.android.cursor.item/nickname;Les;1;;;;;;;;;;;;;",
    f"PHOTO;ENCODING=BASE64;JPEG:{PIXEL[:60]}",
    f" {PIXEL[60:]}",
    "",
)
# Some telephones cut a name in the middle of a letter.
ANDROID_CUT = _lines(
    "VERSION:2.1",
    "N:Cut-Test;Vera;;;",
    "FN:Vera Cut-Test",
    f"NOTE;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:{_quoted('Сустрэча')}=D1",
)
OUTLOOK_2003 = _lines(
    "VERSION:2.1",
    "N:Mail-Test;John;;Mr.;III",
    "FN:John Mail-Test III",
    "NICKNAME:Joe",
    "ORG:Examples, Inc;Sales",
    "TITLE:Clerk",
    "NOTE;ENCODING=QUOTED-PRINTABLE:First line=0D=0ASecond line, =",
    "with a comma=0D=0A=0D=",
    "=0AThird",
    "TEL;WORK;VOICE:020 7946 0004",
    "TEL;WORK;FAX:020 7946 0005",
    "ADR;WORK:;Room 5;3 Example Street;London;;N1 1AB;United Kingdom",
    "LABEL;WORK;ENCODING=QUOTED-PRINTABLE:Room 5=0D=0A3 Example Street=0D=0ALondon",
    "URL;WORK:http://example.org",
    "ROLE:Trader",
    "BDAY:19800321",
    "KEY;X509;ENCODING=BASE64:",
    f"    {PIXEL[:40]}",
    f"    {PIXEL[40:]}",
    "",
    "",
    "EMAIL;PREF;INTERNET:john@example.org",
    "FBURL;ENCODING=QUOTED-PRINTABLE:?=0C",
    "REV:20121012T210525Z",
)
OUTLOOK_RU = _lines(
    "VERSION:2.1",
    "N;LANGUAGE=ru;CHARSET=windows-1251:Почта-Test;Вера;Ивановна",
    "FN;CHARSET=windows-1251:Вера Ивановна Почта-Test",
    "ORG;CHARSET=windows-1251:Общество примеров",
    "X-MS-OL-DEFAULT-POSTAL-ADDRESS:2",
    "X-MS-CARDPICTURE;TYPE=JPEG;ENCODING=BASE64:",
    f" {PIXEL}",
    "",
    "EMAIL;PREF;INTERNET:vera@example.org",
)
GOOGLE = _lines(
    "VERSION:3.0",
    "FN:Vera Google-Test",
    "N:Google-Test;Vera;;;",
    "NICKNAME:Verka\\, the best",
    "item1.EMAIL;TYPE=INTERNET:vera@example.org",
    "item1.X-ABLabel:",
    "EMAIL;TYPE=INTERNET;TYPE=HOME:v@example.org",
    "TEL;TYPE=CELL:+44 7700 900004",
    "item2.ORG:Examples Foundation",
    "item2.TITLE:Director",
    "item3.URL:http\\://example.org/profile",
    "item3.X-ABLabel:PROFILE",
    "X-PHONETIC-LAST-NAME:Gugl",
    "CATEGORIES:myContacts,Press",
    "NOTE:Met in London\\; likes tea.\\nSecond line",
    "BDAY:--0509",
    end="\n",
)
GMAIL_COMPANY = _lines(
    "VERSION:3.0", "FN:Shop of Examples", "N:;;;;", "ORG:Shop of Examples", "TEL;TYPE=WORK:1"
)
NOKIA = _lines(
    "VERSION:2.1",
    "N;ENCODING=8BIT;CHARSET=UTF-8:Nokia-Test;Ivan",
    "TEL;VOICE;CELL:07700900005",
    "TEL;PREF;VOICE:02079460006",
    "X-CLASS:private",
)
NOKIA_NAMELESS = _lines("VERSION:2.1", "N:", "TEL;CELL:07700900006")
BLACKBERRY = _lines(
    "VERSION:3.0",
    "FN:John Berry-Test",
    "N:Berry-Test;John;;;",
    "ORG:Acme Examples;Research",
    "TEL;TYPE=CELL:07700 900007",
    "X-BBERRY-PIN:00000000",
    "ADR;TYPE=WORK:;;4 Example Street;London;;;United Kingdom",
    "NOTE:A note that was not folded as it should",
    "so that its second line begins at once",
)
EVOLUTION = _lines(
    "VERSION:3.0",
    "URL:http\\://example.org",
    "X-EVOLUTION-BLOG-URL:blog.example.org",
    "X-MOZILLA-HTML:FALSE",
    "EMAIL;TYPE=WORK;X-EVOLUTION-UI-SLOT=1:eva@example.org",
    "TEL;TYPE=WORK,VOICE;X-EVOLUTION-UI-SLOT=3:020 7946 0007",
    "ADR;TYPE=WORK:PO Box 1;;5 Example Street;London;Greater London;N1 1AC;United Kingdom",
    "LABEL;TYPE=WORK:5 Example Street\\nPO Box 1\\nLondon",
    "X-EVOLUTION-FILE-AS:Lution-Test\\, Eva",
    "FN:Ms Eva Lution-Test",
    "N:Lution-Test;Eva;;Ms;",
    "UID:pas-id-1",
    "X-AIM;TYPE=HOME;X-EVOLUTION-UI-SLOT=1:eva",
    "REV:2012-03-05T13:32:54Z",
)
KADDRESSBOOK = _lines(
    "VERSION:4.0",
    "KIND:individual",
    "EMAIL;PREF=1;TYPE=work:kate@example.org",
    "FN:Kate Address-Test",
    "N:Address-Test;Kate;;;",
    "ORG:Examples e.V.",
    "IMPP;PREF=1:matrix:kate",
    'TEL;TYPE="work,voice";VALUE=uri:tel:+44-20-7946-0008;ext=12',
    "X-KADDRESSBOOK-BlogFeed:http://example.org/feed",
    "LANG:be",
    "REV:20260101T120000Z",
    "UID:urn:uuid:kate",
)
THUNDERBIRD = _lines(
    "VERSION:4.0",
    "EMAIL;PREF=1:thun@example.org",
    "FN:Thun Bird-Test",
    "NICKNAME:Bird",
    "N:Bird-Test;Thun;;;",
    "TZ;VALUE=text:Europe/London",
    "BDAY;VALUE=DATE:19800101",
    "ADR:;;6 Example Street;London;;;United Kingdom",
    "TITLE:Editor",
    "ROLE:Writes",
    "ORG:Example News;Desk",
    "X-CUSTOM1;VALUE=TEXT:one",
    "UID:thun-1",
)
ZOHO = _lines(
    "VERSION:3.0",
    "PRODID:-//Zoho Contacts//EN",
    "N:Zo-Test;Zoya;;;",
    "FN:Zoya Zo-Test",
    "ORG:;",
    "TITLE:",
    "EMAIL;TYPE=INTERNET,PREF:zoya@example.org",
    "TEL;TYPE=CELL:07700 900008",
    "X-ZOHO-CONTACT-ID:1",
)
FASTMAIL = _lines(
    "VERSION:3.0",
    "N:Fast-Test;Maya;;;",
    "FN:Maya Fast-Test",
    "NICKNAME:",
    "ORG:Examples Pty",
    "TITLE:",
    "EMAIL;TYPE=work:maya@example.org",
    "TEL;TYPE=work:020 7946 0009",
    "X-FM-ONLINE-OTHER;TYPE=mastodon:@maya@example.org",
    'X-JMAP-PROP:"isFlagged"',
    "REV:20260101T000000Z",
)
NEXTCLOUD = _lines(
    "VERSION:3.0",
    "PRODID:-//Sabre//Sabre VObject 4.5.4//EN",
    "UID:nc-1",
    "FN;X-NC-SCOPE=v2-federated:Niva Cloud-Test",
    "N:Cloud-Test;Niva;;;",
    "ADR;TYPE=HOME;X-NC-SCOPE=v2-local:;;7 Example Street;London;;;",
    "EMAIL;TYPE=HOME,PREF;X-NC-SCOPE=v2-federated:niva@example.org",
    'TEL;TYPE="HOME,VOICE":020 7946 0010',
    "X-SOCIALPROFILE;TYPE=mastodon:https://example.org/@niva",
    "CATEGORIES:Friends",
    "RELATED;TYPE=spouse:urn:uuid:nc-2",
)
LOTUS = _lines(
    "VERSION:3.0",
    "PRODID:-//IBM Lotus//Notes 8.5//EN",
    "N:Notes-Test;Lotta;;Mrs;",
    "FN:Lotta Notes-Test",
    "TITLE:Secretary",
    "ORG:Examples AG",
    "EMAIL;TYPE=INTERNET,PREF:lotta@example.org",
    "TEL;TYPE=CELL,VOICE,MSG:07700 900009",
    "SOUND;TYPE=WAVE;ENCODING=B:UklGRg==",
    "CLASS:Public",
)
SAMSUNG = _lines(
    "VERSION:2.1",
    f"N;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:;{_quoted('Мая Sam-Test')};;;",
    f"FN;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:{_quoted('Мая Sam-Test')}",
    "TEL;X-Mobile 2:07700900010",
    f"NOTE;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:{_quoted('Радок')}=0A=",
    f"{_quoted('другі')}",
    end="\n",
)
OLD_MAC = _lines("VERSION:2.1", "FN:Mac Old-Test", "N:Old-Test;Mac", "TEL:1 2 3", end="\r")
AGENT = _lines(
    "VERSION:2.1",
    "N:Boss-Test;Bea",
    "FN:Bea Boss-Test",
    "AGENT:",
    "BEGIN:VCARD",
    "VERSION:2.1",
    "N:Helper-Test;Hans",
    "TEL:020 7946 0011",
    "END:VCARD",
    "TEL;WORK:020 7946 0012",
)
YAHOO = _lines(
    "VERSION:3.0",
    "N:Hoo-Test;Ya;M.;;Jr.",
    "FN:Ya M. Hoo-Test Jr.",
    "EMAIL;TYPE=internet:ya@example.org",
    "ADR;TYPE=home:;;8 Example Street\\, Flat 1;London;;;United Kingdom",
    "X-YAHOO-PHONETIC-FIRST-NAME:Ya",
    "X-YAHOO-ID:ya",
)
STANDARD = _lines(
    "VERSION:4.0",
    "FN:Simon Standard-Test",
    "N:Standard-Test;Simon;;;ing. jr\\,M.Sc.",
    "BDAY:--0203",
    "ANNIVERSARY:20090808T1430-0500",
    "GENDER:M",
    "LANG;PREF=1:fr",
    "LANG;PREF=2:en",
    "ORG;TYPE=work:Example Science",
    'ADR;TYPE=work;LABEL="Office 2\\n9 Example Street";GEO="geo:51.5,-0.1":;;9 Example Street;',
    " London;;;United Kingdom",
    'TEL;VALUE=uri;TYPE="work,voice";PREF=1:tel:+44-20-7946-0013',
    "EMAIL;TYPE=work:simon@example.org",
    "KEY;TYPE=work;VALUE=uri:http://example.org/simon.asc",
    "TZ:-0500",
    "URL;TYPE=home:http://example.org",
    "X-RFC6868;X-SAID=\"He said ^'yes^' ^^ left^nAnd came back\":1",
)
ORGANISATION = _lines(
    "VERSION:4.0", "KIND:org", "FN:Ministry of Examples", "EMAIL:ministry@example.org"
)

# By the program that writes so: each holds one card.
VENDORS: dict[str, bytes] = {
    "apple": APPLE.encode(),
    "apple-quoted": APPLE_QUOTED.encode(),
    "apple-company": APPLE_COMPANY.encode(),
    "android": ANDROID.encode(),
    "android-cut": ANDROID_CUT.encode(),
    "outlook-2003": OUTLOOK_2003.encode(),
    "outlook-ru": OUTLOOK_RU.encode("cp1251"),
    "google": GOOGLE.encode(),
    "gmail-company": GMAIL_COMPANY.encode(),
    "nokia": NOKIA.encode("utf-8-sig"),
    "nokia-nameless": NOKIA_NAMELESS.encode(),
    "blackberry": BLACKBERRY.encode(),
    "evolution": EVOLUTION.encode(),
    "kaddressbook": KADDRESSBOOK.encode(),
    "thunderbird": THUNDERBIRD.encode(),
    "zoho": ZOHO.encode(),
    "fastmail": FASTMAIL.encode(),
    "nextcloud": NEXTCLOUD.encode(),
    "lotus": LOTUS.encode(),
    "samsung": SAMSUNG.encode("utf-16"),
    "old-mac": OLD_MAC.encode(),
    "agent": AGENT.encode(),
    "yahoo": YAHOO.encode(),
    "standard": STANDARD.encode(),
    "organisation": ORGANISATION.encode(),
}

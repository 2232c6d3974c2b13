"""An invented statement, as long and as made as a real one: the benchmark needs no seed file."""

INVENTED_STATEMENT = """\
People's Embassies statement of Dec 10, 2020

We, Examplers abroad

• We do not recognise the count announced in Exampleland on August 9, 2020, nor Casimir Oddly-Test \
as an elected head of state: observers, published records of polling places and the report of a \
foreign mission all show that the votes were not counted as they were cast;

• We condemn the arrests of people who came out peacefully, and we support what they ask for: the \
release of everyone held for an opinion, an end to violence, an inquiry, and a new vote;

• We declare that the Ministry of Foreign Affairs and the state Embassy of Exampleland have lost \
the mandate to speak for Examplers who live abroad.

We announce the creation of People's Embassies to protect the rights and interests of Examplers \
abroad and to give a democratic Exampleland a voice there.

The decision to create the People's Embassy is made by representatives of the Exampler community \
in Testland on the basis of the resolution of the Congress of Examplers and is supported by the \
Speaker-elect Orla Fennwick-Test and the Exampleland Civic Council.

The main functions of the People's Embassies:

1. Informing people abroad about events in Exampleland.
2. Building and keeping contacts with public bodies, associations, business, science and culture.
3. Protecting the rights and interests of Examplers, and helping those who had to leave home.

The creation of the People's Embassies became part of the agenda of the Congress of Examplers on \
October 31 — November 1, 2020 and is enshrined in its Resolution (https://example.org/resolution).
"""

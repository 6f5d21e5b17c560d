"""The people of the demo. All are invented."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

COMPANY = {
    "name": "Hollin Lighting",
    "legal_name": "Hollin Lighting AS",
    "street": "Ullernveien 20",
    "postal_code": "0281",
    "city": "Oslo",
    "country": "NO",
    "email": "office@hollin.example",
    "website": "https://hollin.example",
    "tax_id": "NO 900 555 010 MVA",
    "currency": "EUR",
    "time_zone": "Europe/Oslo",
}
STAFF = (  # the first three own the leads
    ("Ines", "Marchetti", "Administrator"),
    ("Tobias", "Renn", "Sales Rep"),
    ("Priya", "Vantongeren", "Sales Rep"),
    ("Maren", "Holt", "Sales Manager"),
)
TERRITORIES = {
    "Nordics": ("NO", "SE", "DK", "FI"),
    "German-speaking": ("DE", "AT", "CH"),
    "British Isles": ("GB", "IE"),
    "Southern Europe": ("PT", "ES", "IT", "FR"),
    "Benelux": ("BE", "NL"),
    "Everywhere else": ("PL", "CZ", "JP"),
}
CAMPAIGNS = {"Trade show": "Lichtwoche 2026", "Campaign": "Spring refit 2027"}
FIELDS: tuple[tuple[str, str, dict[str, Any]], ...] = (  # label, kind, what else is said of it
    ("Ceiling height", "NUMBER", {"unit": "m", "help": "The lowest point of the room."}),
    ("Project stage", "CHOICE", {"choices": ["Idea", "Drawings", "Tender", "Order"]}),
    ("Decides on", "DATE", {"help": "When they mean to say yes or no."}),
    ("Dimmable", "CHECK", {}),
)
VIEWS = (
    ("Hotels, spring refit", "tags=spring+refit"),
    ("Architects", "tags=architect&sort=-value"),
)
PRODUCTS = (  # description, price
    ("Pendant Alder, brushed brass, 2700 K", 212),
    ("Lantern Fjord, IP65, oiled oak", 385),
    ("Track rail 2 m with three spots", 264),
    ("Bedside lamp Quiet, switch on the cable", 98),
    ("Mounting and measuring, a day", 640),
)
SUPPLIERS = (  # name, group, country, city, street, postal code, person, e-mail, phone
    (
        *("Messing Gruber", "Raw material", "AT", "Linz", "Hüttenstraße 40", "4020"),
        *("Karl Gruber", "karl@gruber.example", "+43 732 555 014"),
    ),
    (
        *("Glashütte Morgenrot", "Raw material", "DE", "Weimar", "Am Ofen 3", "99423"),
        *("Dörte Morgenrot", "doerte@morgenrot.example", "+49 3643 5550 14"),
    ),
    (
        *("Nordlys Drivers", "Distributor", "SE", "Malmö", "Kabelgatan 9", "211 20"),
        *("Ebba Nyström", "ebba@nordlysdrivers.example", "+46 8 465 004 71"),
    ),
    (
        *("Eik & Olje", "Local", "NO", "Drammen", "Sagveien 12", "3027"),
        *("Halvard Eik", "halvard@eikolje.example", "+47 21 55 01 90"),
    ),
    (
        *("Torvik Transport", "Services", "NO", "Oslo", "Havnegata 77", "0150"),
        *("Siv Torvik", "siv@torvik.example", "+47 21 55 01 95"),
    ),
)
CUSTOMERS = (  # those who were there before the leads; the first is somebody we have twice
    (
        *("Alderwick Hotel AB", "SE", "Stockholm", "Alderwicksvägen 1", "114 56"),
        *("Oskar", "Lindahl", "reception@alderwick.example", "+46 8 465 004 17"),
    ),
    (
        *("Vinterhagen Restaurant", "NO", "Oslo", "Vinterhagen 6", "0171"),
        *("Ylva", "Bakke", "ylva@vinterhagen.example", "+47 21 55 01 44"),
    ),
    (
        *("Museum of Quiet Things", "DK", "Aarhus", "Stilhedens Plads 1", "8000"),
        *("Mads", "Thorup", "mads@quietthings.example", "+45 35 55 01 88"),
    ),
    (
        *("Rosa Tannenbaum", "DE", "Leipzig", "Kastanienallee 17", "04109"),
        *("Rosa", "Tannenbaum", "rosa@tannenbaum.example", "+49 341 5550 17"),
    ),
    (
        *("Baker Street Chambers", "GB", "London", "Baker Mews 9", "W1U 6QJ"),
        *("Philippa", "Stone", "philippa@bakerchambers.example", "+44 20 7946 0162"),
    ),
)
COLLEAGUES = (  # further people at customers: name, job, e-mail, customer, role
    ("Greta Sund", "Purchasing", "greta@alderwick.example", "Hotel Alderwick", "Purchasing"),
    ("Milo Conti", "Chef", "milo@osteria.example", "Osteria Fiorella", "Kitchen"),
    ("Ewa Wilk", "Bookkeeper", "ewa@ternstreet.example", "Tern Street Studios", "Invoices"),
    ("Jens Thorup", "House technician", "jens@quietthings.example", "Museum of Quiet Things", ""),
)
INSTALLER = {
    "name": "Arvid Nes",
    "designation": "Electrician",
    "organisation": "Nes Elektro",
    "email": "arvid@neselektro.example",
    "phone": "+47 21 55 01 80",
}


def leads() -> list[dict[str, str]]:
    """Who they are, what they want, how far it went."""
    with Path(__file__).with_name("leads.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))

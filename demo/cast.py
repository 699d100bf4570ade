"""Who is in the demonstration. Nobody is real: numbers from Ofcom's drama ranges, mail from `.example`."""

from dataclasses import dataclass, field
from typing import Any

PASSWORD = "a-long-walk-by-the-harbour"


@dataclass(frozen=True)
class Organisation:
    """An organisation with its first site."""

    key: str
    name: str
    kind: str
    description: str
    town: str
    postcode: str
    address_lines: tuple[str, ...]
    latitude: float
    longitude: float


@dataclass(frozen=True)
class Staff:
    """Someone who signs in for an organisation."""

    key: str
    name: str
    email: str
    organisation: str
    roles: tuple[str, ...]


@dataclass(frozen=True)
class Helped:
    """Someone who is being helped: the record that an adviser makes, and how it goes."""

    key: str
    name: str
    called: str
    adviser: str
    email: str | None
    phone: str | None
    channel: str
    language: str
    heard_of: str
    out_of_work_since: str
    registered_on: str
    circumstances: dict[str, Any] = field(default_factory=dict)
    payment_group: str | None = None
    accessibility_needs: tuple[str, ...] = ()
    address_lines: tuple[str, ...] = ("1 Harbour Row", "Eastgate")
    postcode: str = "ZZ1 1AA"


ORGANISATIONS = (
    Organisation(
        "northbridge", "Northbridge Works", "prime",
        "Runs the Pathways programme across Eastgate and the valley.",
        "Eastgate", "ZZ1 1NB", ("4 Station Parade",), 53.4010, -2.9760,
    ),
    Organisation(
        "calder", "Calder Skills", "subcontractor",
        "Short courses that employers on the industrial estate ask for.",
        "Calderford", "ZZ2 3CS", ("Unit 7, Weir Mill",), 53.4152, -2.9430,
    ),
    Organisation(
        "clearwater", "Clear Water Wellbeing CIC", "specialist",
        "Two people and a dog who help with worry, sleep and getting out of the house again.",
        "Eastgate", "ZZ1 4CW", ("The Boathouse, Canal Side",), 53.3991, -2.9812,
    ),
    Organisation(
        "library", "Eastgate Library", "local-centre",
        "A warm room, free computers and someone to sit beside you while you learn.",
        "Eastgate", "ZZ1 2EL", ("Library Square",), 53.4031, -2.9779,
    ),
    Organisation(
        "jobcentre", "Eastgate Jobcentre", "jobcentre",
        "The commissioner's office in Eastgate, with a digital champion.",
        "Eastgate", "ZZ1 2JC", ("Market Street",), 53.4022, -2.9741,
    ),
    Organisation(
        "harbour", "Harbour Foods", "employer",
        "Bakes and packs for shops along the coast; takes on people for three shifts.",
        "Eastgate", "ZZ1 9HF", ("Dock Road",), 53.3969, -2.9902,
    ),
)  # fmt: skip

STAFF = (
    Staff("nb-admin", "Oluwaseun Adeyemi", "seun@northbridge.example", "northbridge",
          ("organisation administrator", "team leader")),
    Staff("anwen", "Anwen Pritchard", "anwen@northbridge.example", "northbridge", ("adviser",)),
    Staff("tomasz", "Tomasz Zielinski", "tomasz@northbridge.example", "northbridge", ("adviser",)),
    Staff("farah", "Farah Siddiqui", "farah@northbridge.example", "northbridge", ("finance officer",)),
    Staff("kofi", "Kofi Boateng", "kofi@northbridge.example", "northbridge", ("analyst",)),
    Staff("dilys", "Dilys Okafor", "dilys@northbridge.example", "northbridge", ("data-protection officer",)),
    Staff("mina", "Mina Haddad", "mina@northbridge.example", "northbridge", ("moderator", "champion")),
    Staff("calder-admin", "Grace Mbeki", "grace@calder.example", "calder",
          ("organisation administrator", "provider staff")),
    Staff("cw-admin", "Rhiannon Lowe", "rhiannon@clearwater.example", "clearwater",
          ("organisation administrator", "provider staff")),
    Staff("lib-admin", "Joao Ferreira", "joao@library.example", "library",
          ("organisation administrator", "provider staff", "champion")),
    Staff("jc-admin", "Margaret Doyle", "margaret@jobcentre.example", "jobcentre",
          ("organisation administrator", "commissioner")),
    Staff("hf-admin", "Li Na Chen", "lina@harbour.example", "harbour",
          ("organisation administrator", "employer")),
)  # fmt: skip

PEOPLE = (
    Helped(
        "amina", "Amina Yusuf", "Amina", "anwen", "amina@people.example", "+447700900101", "email", "en",
        "jobcentre", "2024-08-05", "2025-03-03", payment_group="1",
        circumstances={
            "digital_access": {
                "device": "smartphone", "connection": "mobile-data", "cost": "affordable", "confidence": 4,
            },
            "health": {"affects_work": "somewhat", "about": ["mental"]},
            "caring": {"cares_for": ["school-children"], "hours_free": "school-hours"},
            "skills": {"has": ["baking", "serving customers"], "for_the_work": "fit"},
            "goals": {"in_words": ["Work in a bakery"]},
        },
    ),
    Helped(
        "gethin", "Gethin Rhys Evans", "Gethin", "anwen", "gethin@people.example", "+447700900102", "email",
        "cy",
        "friend-or-family", "2024-08-05", "2025-03-03", payment_group="3",
        circumstances={
            "digital_access": {
                "device": "computer", "connection": "home-broadband", "cost": "affordable", "confidence": 5,
            },
            "skills": {"has": ["stock keeping"], "for_the_work": "some-missing"},
            "qualifications": {"highest": "level-2", "needed_for_work": True},
        },
        accessibility_needs=("screen-reader",),
    ),
    Helped(
        "walter", "Walter Brennan", "Walter", "anwen", None, None, "letter", "en",
        "library", "2024-08-05", "2025-03-03",
        circumstances={
            "digital_access": {"device": "none", "connection": "none", "confidence": 1},
            "health": {"affects_work": "not"},
            "caring": {"cares_for": ["nobody"], "hours_free": "any"},
            "skills": {"has": ["joinery", "driving a van"], "for_the_work": "declining"},
        },
    ),
)  # fmt: skip

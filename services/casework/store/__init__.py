"""Tables and queries, a module per concept. Importing this package fills the metadata and maps the domain."""

from services.casework.store import access_requests as access_requests
from services.casework.store import adviser_profiles as adviser_profiles
from services.casework.store import applications as applications
from services.casework.store import appointments as appointments
from services.casework.store import attachments as attachments
from services.casework.store import availability as availability
from services.casework.store import breaches as breaches
from services.casework.store import bulk_exports as bulk_exports
from services.casework.store import calls as calls
from services.casework.store import circumstances as circumstances
from services.casework.store import claims as claims
from services.casework.store import consents as consents
from services.casework.store import contacts as contacts
from services.casework.store import contracts as contracts
from services.casework.store import corrections as corrections
from services.casework.store import covers as covers
from services.casework.store import derivations as derivations
from services.casework.store import documents as documents
from services.casework.store import duplicates as duplicates
from services.casework.store import earlier as earlier
from services.casework.store import erasures as erasures
from services.casework.store import expectations as expectations
from services.casework.store import fairness as fairness
from services.casework.store import findable as findable
from services.casework.store import grants as grants
from services.casework.store import groups as groups
from services.casework.store import holds as holds
from services.casework.store import imports as imports
from services.casework.store import interviews as interviews
from services.casework.store import joining as joining
from services.casework.store import ledger as ledger
from services.casework.store import mergers as mergers
from services.casework.store import messages as messages
from services.casework.store import milestones as milestones
from services.casework.store import offers as offers
from services.casework.store import organisations as organisations
from services.casework.store import papers as papers
from services.casework.store import participants as participants
from services.casework.store import payslips as payslips
from services.casework.store import plans as plans
from services.casework.store import ratings as ratings
from services.casework.store import recommendations as recommendations
from services.casework.store import referrals as referrals
from services.casework.store import restrictions as restrictions
from services.casework.store import searching as searching
from services.casework.store import spells as spells
from services.casework.store import staff as staff
from services.casework.store import statements as statements
from services.casework.store import transfers as transfers
from services.casework.store import vacancies as vacancies
from services.casework.store import weekly_hours as weekly_hours
from services.casework.store.base import mapper, metadata

__all__ = ["mapper", "metadata"]

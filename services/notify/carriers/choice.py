"""Which carriers this instance has, by its settings."""

from chassis.settings import Settings
from services.notify.carriers.base import Carriers
from services.notify.carriers.mail import SmtpMail
from services.notify.carriers.texts import NoTexts, SpooledTexts
from services.notify.domain.channels import EMAIL, TEXT

SPOOL_TEXTS = "spool-texts"
"""The feature (`WORKSTEAD_FEATURES`) that writes texts to HOME/spool/texts.jsonl."""


def carriers_for(settings: Settings) -> Carriers:
    """Email by the mail server; texts to the spool where that feature is on, else none."""
    mail = SmtpMail(settings.smtp_url, settings.mail_from)
    spools = SPOOL_TEXTS in settings.features
    texts = SpooledTexts(settings.home / "spool" / "texts.jsonl") if spools else NoTexts()
    return Carriers({EMAIL: mail, TEXT: texts})

"""The nameko service: api, listeners and timers. The only module of casework that knows the runtime."""

from chassis import clock
from chassis.runtime import Context, Http, OutboxRelay, Subscription, every
from services.casework.actions import (
    contracts,
    counting,
    derivation,
    duplicates,
    earlier,
    erasing,
    fairness,
    groups,
    imports,
    in_work,
    joining,
    plan_progress,
    recommendations,
    scanning,
    untouched,
    weekly_hours,
)
from services.casework.api import BLUEPRINTS
from services.casework.api.documents import UPLOAD_LIMIT
from services.casework.api.import_layouts import TAKES, check
from services.casework.events import EVENTS
from services.casework.listeners import LISTENERS
from services.casework.policy.routes import REACHING
from services.casework.store import metadata


class Casework:
    """Client management: people, plans, appointments, work and what is paid for it."""

    name = "casework"
    database = "casework"
    metadata = metadata
    events = EVENTS
    listeners = LISTENERS
    migrations = "services.casework:migrations"
    blueprints = BLUEPRINTS
    body_limit = UPLOAD_LIMIT
    reaching = REACHING

    context = Context()
    http = Http()
    subscription = Subscription()
    relay = OutboxRelay()

    @every(seconds=10)
    def review_recommendations(self) -> None:
        """Go over what is recommended to those for whom circumstances or offers have changed."""
        with self.context.database.transaction() as session:
            recommendations.review_due(session)

    @every(seconds=3600)
    def check_recommendations(self) -> None:
        """When a month is over, look whether anybody is left behind in what is recommended."""
        with self.context.database.transaction() as session:
            fairness.check_due(session)

    @every(seconds=60)
    def remind_of_plans(self) -> None:
        """Remind people of what they are to do soon, where they asked for that."""
        with self.context.database.transaction() as session:
            plan_progress.remind(session)

    @every(seconds=60)
    def derive_contracts(self) -> None:
        """As time passes, months of contracts are over, and cohorts grow past their volume."""
        with self.context.database.transaction() as session:
            contracts.derive_contracts(session, clock.today())

    @every(seconds=2)
    def import_rows(self) -> None:
        """Look at the rows of files that came in, and do those of imports that were started."""
        database = self.context.database
        while imports.read_next(database, check) or imports.do_next(database, TAKES):
            pass

    @every(seconds=60)
    def forget_imports(self) -> None:
        """What nobody has started within a week is dropped; what dropped rows say is forgotten."""
        while imports.forget_unwanted(self.context.database):
            pass

    @every(seconds=5)
    def derive_claims(self) -> None:
        """As time passes, weeks are complete and claims fall due; a transaction for each hundred people."""
        done = 1
        while done:
            with self.context.database.transaction() as session:
                done = derivation.derive_due(session, clock.today())

    @every(seconds=30)
    def keep_counts(self) -> None:
        """Whoever something has changed about is worked out anew, and what was earned since is added."""
        done = 1
        while done:
            with self.context.database.transaction() as session:
                done = counting.look_anew(session)
        with self.context.database.transaction() as session:
            counting.put_together(session)

    @every(seconds=86400)
    def recount(self) -> None:
        """Count everything anew that is kept, and mend what is not so."""
        database = self.context.database
        with database.transaction() as session:
            counting.recount_money(session)
            last = counting.recount_people(session)
        while last is not None:
            with database.transaction() as session:
                last = counting.recount_people(session, last)

    @every(seconds=3600)
    def forget_beginnings(self) -> None:
        """What somebody began to tell and did not go on with is forgotten after four weeks."""
        with self.context.database.transaction() as session:
            joining.forget_beginnings(session)

    @every(seconds=60)
    def keep_in_touch(self) -> None:
        """Ask people in work how it is going, and notice who has stopped answering."""
        done = 1
        while done:
            with self.context.database.transaction() as session:
                done = in_work.ask_due(session, clock.today())

    @every(seconds=60)
    def make_known(self) -> None:
        """Make records that the release before wrote findable, and see whom they are like."""
        done = 1
        while done:
            with self.context.database.transaction() as session:
                done = duplicates.make_known(session)

    @every(seconds=60)
    def open_days(self) -> None:
        """As days come near, advisers' weekly hours open them for booking."""
        done = 1
        while done:
            with self.context.database.transaction() as session:
                done = weekly_hours.open_due(session)

    @every(seconds=20)
    def fill_places(self) -> None:
        """Places in groups that have become free go to those who wait for one."""
        with self.context.database.transaction() as session:
            groups.fill_places(session)

    @every(seconds=5)
    def scan_documents(self) -> None:
        """Have the virus scanner, if there is one, look at what was handed in."""
        scanning.scan_waiting(self.context)

    @every(seconds=3600)
    def erase_rest(self) -> None:
        """What of erased people had to be kept, and need not be any more, goes."""
        with self.context.database.transaction() as session:
            erasing.erase_rest(session, clock.today())

    @every(seconds=21600)
    def propose_erasures(self) -> None:
        """What nobody has touched for long is proposed to go, a hundred records to a transaction."""
        with self.context.database.transaction() as session:
            last = untouched.propose_due(session, clock.today())
        while last is not None:
            with self.context.database.transaction() as session:
                last = untouched.propose_due(session, clock.today(), last)

    @every(seconds=10)
    def offer_earlier_times(self) -> None:
        """Time that has become free is offered to the first who would come earlier, then to the next."""
        with self.context.database.transaction() as session:
            earlier.pass_on(session)

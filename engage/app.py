"""The table of contents: settings, extensions, every room by name."""

from flask import Flask, redirect
from flask.typing import ResponseReturnValue
from flask_compress import Compress

from engage.catchments.api import bp as catchments_api
from engage.catchments.routes import bp as catchments
from engage.consultations.api import bp as consultations_api
from engage.consultations.gatherings import ask_for_sessions
from engage.consultations.outcomes import ask_for_reports
from engage.consultations.parts import Dump, Load, register_part
from engage.consultations.routes import bp as consultations
from engage.contributions.actions import settle_flags
from engage.contributions.carrying import dump_texts, load_texts
from engage.core.config import Settings, read_settings, static_folder, templates_folder
from engage.core.db import db, prepare_engine
from engage.core.events import subscribe
from engage.core.jobs import wake_with
from engage.core.mail import compose_with, forget_old_letters
from engage.core.queue import make_queue, serve_jobs
from engage.core.rounds import look_after
from engage.core.worker import handle
from engage.designs.api import bp as designs_api
from engage.designs.routes import bp as designs
from engage.insights import actions as insight_actions
from engage.insights import jobs as insight_jobs
from engage.insights.routes import bp as insights
from engage.moderation import actions as moderation_actions
from engage.moderation.api import bp as moderation_api
from engage.moderation.routes import bp as moderation
from engage.news import actions as news_actions
from engage.news import jobs as news_jobs
from engage.news import letters as news_letters
from engage.news.routes import bp as news
from engage.operations import jobs as operation_jobs
from engage.operations import metrics
from engage.operations.api import bp as operations_api
from engage.operations.ledger import keep_ledger, note_leaving, note_withdrawals
from engage.operations.routes import bp as operations
from engage.pages.routes import bp as pages
from engage.pages.routes_designs import bp as design_pages
from engage.people import actions as people_actions
from engage.people import letters as people_letters
from engage.people.api import init_app as init_tokens
from engage.people.routes import bp as people
from engage.people.signed_in import init_app as init_sign_in
from engage.quotes.carrying import dump_quotes, load_quotes
from engage.quotes.routes import bp as quotes
from engage.receipts.routes import bp as receipts
from engage.reports import actions as report_actions
from engage.reports import jobs as report_jobs
from engage.reports.api import bp as reports_api
from engage.reports.queries import has_edition
from engage.reports.routes import bp as reports
from engage.sessions.carrying import dump_sessions, load_sessions
from engage.sessions.naming import require_session
from engage.sessions.queries import has_session
from engage.sessions.routes import bp as sessions
from engage.surveys import actions as survey_actions
from engage.surveys import jobs as survey_jobs
from engage.surveys.api import bp as surveys_api
from engage.surveys.carrying import dump_responses, dump_surveys
from engage.surveys.carrying_in import load_responses, load_surveys
from engage.surveys.routes import bp as surveys
from engage.surveys.routes import short
from engage.surveys.routes_builder import bp as builder
from engage.surveys.routes_files import bp as files
from engage.surveys.routes_handouts import bp as handouts
from engage.surveys.routes_kiosk import bp as kiosk
from engage.surveys.routes_paper import bp as paper
from engage.surveys.routes_questions import bp as questions
from engage.surveys.routes_results import bp as results
from engage.surveys.routes_resume import bp as resume
from engage.themes import actions as theme_actions
from engage.themes import jobs as theme_jobs
from engage.themes.api import bp as themes_api
from engage.themes.routes import bp as themes
from engage.threads import actions as thread_actions
from engage.threads.api import bp as threads_api
from engage.threads.carrying import dump_threads, load_threads
from engage.threads.routes import bp as threads
from engage.web import (
    access,
    assets,
    errors,
    formatting,
    fragments,
    languages,
    pieces,
    request_log,
    security,
    throttle,
)
from engage.web.api import Api
from engage.web.api.pages import bp as api_pages
from engage.web.configuration import configure

# Rooms whose pages have a language in their address.
ROOMS = (
    pages,
    catchments,
    people,
    consultations,
    surveys,
    builder,
    questions,
    kiosk,
    resume,
    handouts,
    files,
    paper,
    results,
    threads,
    moderation,
    themes,
    quotes,
    insights,
    designs,
    design_pages,
    receipts,
    reports,
    sessions,
    news,
)

# Rooms with doors of the API, in the order of its description.
API_ROOMS = (
    catchments_api,
    consultations_api,
    surveys_api,
    threads_api,
    reports_api,
    designs_api,
    moderation_api,
    themes_api,
    operations_api,
)

# Work in the background, and its doors.
JOBS = {
    "themes.find": theme_jobs.find,
    "themes.place": theme_jobs.place,
    "surveys.import": survey_jobs.bring_in,
    "insights.find": insight_jobs.find,
    "mail.send": operation_jobs.send_letters,
    "reports.publish": report_jobs.publish,
    "reports.correct": report_jobs.correct,
    "reports.revise": report_jobs.revise,
    "reports.answer": report_jobs.answer,
}

# What a worker looks after each minute.
ROUNDS = {
    "letters": operation_jobs.look_for_letters,
    "digests": news_jobs.look_for_digests,
}

# Letters by e-mail, and who writes them.
LETTERS = {
    "people.invitation": people_letters.invitation,
    "people.reset": people_letters.reset,
    "news.confirm": news_letters.confirm,
    "news.edition": news_letters.edition,
    "news.design": news_letters.design,
    "news.digest": news_letters.digest,
}

# What must reach several rooms at once, and who listens, in this order.
SUBSCRIBERS = (
    ("contribution.split", thread_actions.follow_split),
    ("contribution.joined", thread_actions.follow_joining),
    ("contribution.decided", settle_flags),
    ("contribution.decided", thread_actions.follow_decisions),
    ("contribution.decided", theme_actions.follow_decisions),
    ("contribution.decided", report_actions.follow_decisions),
    ("contribution.withdrawn", thread_actions.forget_words),
    ("contribution.redacted", report_actions.follow_withdrawals),
    ("quote.ended", report_actions.follow_withdrawals),
    ("contribution.withdrawn", theme_actions.forget_texts),
    ("contribution.withdrawn", moderation_actions.forget_appeals),
    ("contribution.withdrawn", report_actions.follow_withdrawals),
    ("response.withdrawn", theme_actions.forget_texts),
    ("response.withdrawn", moderation_actions.forget_appeals),
    ("response.withdrawn", report_actions.follow_withdrawals),
    ("contribution.withdrawn", note_withdrawals),
    ("response.withdrawn", note_withdrawals),
    ("responses.stack_begun", require_session),
    ("responses.undoing", report_actions.refuse_counted),
    ("responses.undone", theme_actions.forget_texts),
    ("responses.undone", note_withdrawals),
    ("contribution.expired", thread_actions.forget_words),
    ("contribution.expired", theme_actions.forget_texts),
    ("design.released", report_actions.follow_releases),
    ("contribution.expired", moderation_actions.forget_appeals),
    ("themes.found", insight_actions.follow_theme_runs),
    ("consultation.duplicated", survey_actions.copy_surveys),
    ("consultation.duplicated", thread_actions.copy_threads),
    ("consultation.reported", thread_actions.forget_participants),
    ("edition.published", news_actions.tell_of_edition),
    ("design.published", news_actions.tell_of_design),
    ("consultation.expired", news_actions.forget_consultation),
    ("subscriber.left", note_leaving),
    ("ledger.reapplied", news_actions.forget_who_left),
    ("retention.run", news_actions.forget_unconfirmed),
    ("retention.run", people_actions.forget_invitations),
    ("retention.run", forget_old_letters),
)

# What belongs to a consultation's whole file, written and read in this order.
PARTS: tuple[tuple[str, Dump, Load], ...] = (
    ("texts", dump_texts, load_texts),
    ("sessions", dump_sessions, load_sessions),
    ("surveys", dump_surveys, load_surveys),
    ("responses", dump_responses, load_responses),
    ("threads", dump_threads, load_threads),
    ("quotes", dump_quotes, load_quotes),
)


def create_app(settings: Settings | None = None) -> Flask:
    """Build the application from its settings."""
    settings = settings or read_settings()
    app = Flask(
        "engage",
        template_folder=str(templates_folder()),
        static_folder=str(static_folder()),
        instance_path=str(settings.data_dir),
    )
    configure(app, settings)
    _extend(app, settings)
    for room in ROOMS:
        app.register_blueprint(room, url_prefix="/<lang:lang>")
    api = Api(app)
    for doors in API_ROOMS:
        api.add_room(doors)
    app.register_blueprint(api_pages)
    app.register_blueprint(operations)
    app.register_blueprint(short)
    app.add_url_rule("/", "front_door", front_door)
    for kind, door in JOBS.items():
        handle(kind, door)
    for kind, composer in LETTERS.items():
        compose_with(kind, composer)
    for name, look in ROUNDS.items():
        look_after(name, look)
    for event, subscriber in SUBSCRIBERS:
        subscribe(event, subscriber)
    for name, dump, load in PARTS:
        register_part(name, dump, load)
    ask_for_sessions(has_session)
    ask_for_reports(has_edition)
    return app


@access.public
def front_door() -> ResponseReturnValue:
    """Send a visitor on to the pages in their language."""
    response = redirect(f"/{languages.preferred_language()}/", 302)
    response.vary.update(("Accept-Language", "Cookie"))
    return response


def _extend(app: Flask, settings: Settings) -> None:
    db.init_app(app)
    queue = app.extensions["engage.queue"] = make_queue(settings)
    with app.app_context():
        prepare_engine(db.engine)
        wake_with(db.engine, serve_jobs(queue, app.app_context))
        keep_ledger(db.engine, settings.data_dir)
    porch = (
        request_log,
        languages,
        security,
        access,
        formatting,
        errors,
        assets,
        fragments,
        pieces,
        throttle,
        metrics,
    )
    for extension in porch:
        extension.init_app(app)
    init_sign_in(app)
    init_tokens(app)
    throttle.guard_posts(app)
    Compress(app)

"""The ``doorstep`` command: a table of subcommands, each a few lines over an app's function.

To add one: write the function in the module of its noun, and its line in ``COMMANDS``.
"""

from __future__ import annotations

from argparse import BooleanOptionalAction

from doorstep.cli.parsing import Command, argument, run

ADDRESS = (
    argument("--host", default="127.0.0.1", help="the address to listen on (127.0.0.1)"),
    argument("--port", type=int, default=8000, help="the port to listen on (8000)"),
)
COMMANDS = (
    Command(
        "serve",
        "doorstep.cli.serving.serve",
        "web server, worker and clock as one; migrates first if needed",
        *ADDRESS,
        argument("--demo", action="store_true", help="fill an empty install with a company"),
    ),
    Command("web", "doorstep.cli.serving.web", "the web server alone", *ADDRESS),
    Command("worker", "doorstep.cli.serving.worker", "the background worker alone"),
    Command("clock", "doorstep.cli.serving.clock", "the clock of periodic work alone"),
    Command(
        "user add",
        "doorstep.cli.people.add_user",
        "let a colleague in",
        argument("email"),
        argument("--name", required=True, help="what they are called"),
        argument("--role", required=True, help="a role by its name, like Administrator"),
        argument("--password-stdin", action="store_true", help="read a password, one line"),
    ),
    Command(
        "token",
        "doorstep.cli.people.token",
        "print a new API token of somebody, once, alone",
        argument("email"),
        argument("--name", default="command line", help="what the token is for"),
    ),
    Command("migrate", "doorstep.cli.serving.migrate", "bring the database to this version"),
    Command(
        "backup",
        "doorstep.cli.keeping.backup",
        "copy database, files and secret key into one file; may run while serving",
        argument("file", help="the file to make"),
    ),
    Command(
        "restore",
        "doorstep.cli.keeping.restore",
        "make the install what the backup holds",
        argument("file", help="a file made by doorstep backup"),
        argument("--force", action="store_true", help="replace what is there (it is kept aside)"),
    ),
    Command(
        "export-all",
        "doorstep.cli.leaving.export_all",
        "write everything into one file of JSON lines and attached files; may run while serving",
        argument("file", help="the file to make"),
    ),
    Command(
        "import-all",
        "doorstep.cli.leaving.import_all",
        "make an empty install what such a file holds, on either database",
        argument("file", help="a file made by doorstep export-all"),
    ),
    Command(
        "reindex",
        "doorstep.cli.keeping.reindex",
        "make the search index anew from the records; people may go on working",
    ),
    Command("doctor", "doorstep.cli.keeping.doctor", "say in plain words what works and what not"),
    Command(
        "import",
        "doorstep.cli.moving.bring_in",
        "bring records in from a file: CSV, XLSX, ODS, VCF; letters from MBOX, EML",
        argument("kind", help="leads, contacts, customers, addresses, …; mail"),
        argument("file", help="the file"),
        argument("--preset", default="", help="zoho, salesforce, hubspot, pipedrive, any"),
        argument("--mapping", default="", help='a file of {"Header": "field"} in JSON'),
        argument("--dry-run", action="store_true", help="say what would happen, change nothing"),
        argument("--by", default="", help="e-mail of the user in whose name it is done"),
        argument("--onto", action="append", default=[], help="mail: the record, like lead:7"),
        argument("--format", choices=("text", "json"), default="text"),
        argument("--on-duplicate", choices=("skip", "update"), default="skip"),
        argument(
            "--add-missing",
            action=BooleanOptionalAction,
            default=None,
            help="add sources, statuses … that the file names (default: for known systems)",
        ),
        argument(
            "--make-owners",
            action=BooleanOptionalAction,
            default=None,
            help="add owners that the file names, suspended (default: for known systems)",
        ),
    ),
    Command(
        "undo-import",
        "doorstep.cli.moving.take_back",
        "take a whole import back",
        argument("batch", type=int, help="its number, as import printed it"),
    ),
    Command(
        "export",
        "doorstep.cli.leaving.export",
        "write records into a file: CSV, XLSX, ODS or (contacts) VCF, by its suffix",
        argument("kind", help="leads, contacts, customers, addresses, …"),
        argument("file", help="the file to make"),
        argument(
            "--filter",
            action="append",
            default=[],
            help='as in the address of a list: "status=Open"; may be given again',
        ),
        argument("--by", default="", help="e-mail of the user in whose name it is done"),
        argument("--shown", action="store_true", help="only the columns that the list shows"),
    ),
    Command(
        "bench",
        "doorstep.cli.measuring.bench",
        "measure this machine: every operation beside its floor, in an install of its own",
        argument("--rows", type=int, default=100_000, help="leads to measure with (100,000)"),
        argument("--format", choices=("text", "json"), default="text"),
    ),
)


def main(words: list[str] | None = None) -> int:
    """Exit status: 0 done, 1 refused, 2 wrong usage."""
    return run(COMMANDS, words)

"""The command line: which commands there are, and how the program ends. What they do is in `wardpanels.commands`.

It imports no command and nothing heavy, so that --help answers at once.
"""

from __future__ import annotations

import gc
import os
import shlex
import sys
from collections.abc import Sequence
from importlib import import_module

import click

from scheduler.errors import near_names
from wardpanels import wiring
from wardpanels.faults import CHECK, CannotUse, ExitCode, fault_of
from wardpanels.terminal.advice import completed

LISTED: tuple[tuple[str, str, str], ...] = (
    ("Start", "demo", "Plan, release and publish the year in one go."),
    ("Start", "begin", "Make a borough's folder from open boundary and postcode files."),
    ("Start", "tidy", "Read the workbook or CSV files that people keep."),
    ("Start", "check", "Read the data and say what is wrong with it, or that nothing is."),
    ("Start", "hall-check", "Print a form for visits to halls, and read back what was seen."),
    ("Start", "users", "Say who may sign in to the console."),
    ("Start", "tiers", "Show each ward's tier, what it is owed, and why."),
    ("Plan", "plan", "Find the best year of meetings and keep it as the draft."),
    ("Plan", "plan-all", "Plan many boroughs side by side, here or on a cluster."),
    ("Plan", "compare", "Plan the year under each policy and show them side by side."),
    ("Plan", "price", "Show what a rule costs at several settings."),
    ("Plan", "show", "Show the draft schedule."),
    ("Plan", "explain", "Say why a meeting is when, where and with whom it is."),
    ("Plan", "alternatives", "Rank the other dates, starts and halls for one meeting."),
    ("Plan", "export", "Write the schedule with staffing as CSV or XLSX."),
    ("Change", "move", "Change one meeting of the draft by hand."),
    ("Change", "take", "Take what was changed in an exported schedule into the draft."),
    ("Change", "add", "Add an extra meeting, or one in the place of another."),
    ("Change", "cancel", "Cancel one meeting of the draft, and say why."),
    ("Change", "reinstate", "Put a cancelled meeting of the draft back."),
    ("Change", "undo", "Take back the last change of the draft."),
    ("Change", "drafts", "Show every draft of the period: who made it, when and why."),
    ("Change", "pin", "Keep a meeting as it is when the period is planned anew."),
    ("Change", "replan", "Plan the rest of the year anew with the fewest changes."),
    ("Change", "stand-ins", "Rank who could come to a meeting instead of an officer."),
    ("Tell", "release", "Freeze the draft as the next release and say what changed."),
    ("Tell", "call-off", "Call one meeting off, and tell everybody at once."),
    ("Tell", "publish", "Write the public site and the newsletter copy."),
    ("Tell", "serve", "Serve the site, and the console for staff."),
    ("Tell", "serve-all", "Serve the sites and consoles of many boroughs, each under its own name."),
    ("Tell", "preview", "Look at a ward's campaign as the channels show it."),
    ("Tell", "pack", "Write the joint pack: one week's message for every partner to post."),
    ("Tell", "due", "Show what is to go out, when, and what waits for a person."),
    ("Tell", "approve", "Let items go out that wait for a person."),
    ("Tell", "hold", "Hold items back, let them go, or reject them."),
    ("Tell", "deliver", "Send what is due now, once through."),
    ("Tell", "retry", "Send what failed again, or open a closed channel."),
    ("Tell", "worker", "Send what falls due, until it is stopped."),
    ("Tell", "worker-all", "Send what falls due in many boroughs, until it is stopped."),
    ("Tell", "confirm", "Say that items went out, or were seen."),
    ("Tell", "subscriptions", "Serve the pages on which residents ask for emails."),
    ("Tell", "subscribers", "List, export or delete those who asked for emails."),
    ("Tell", "who-comes", "Take note of officers' answers, and show who comes."),
    ("Tell", "bounces", "Take note of emails that came back."),
    ("Check", "briefing", "Write the sergeant's page for a meeting: crime, priorities, actions."),
    ("Check", "record", "Write down how a meeting went, or why it was not held."),
    ("Check", "minutes", "Make a meeting's minutes, and issue them."),
    ("Check", "agenda", "Make a meeting's agenda, and issue it."),
    ("Check", "note", "Write down what became of actions, posts, boards and the plan."),
    ("Check", "debts", "Show what each ward is owed, and what became of it."),
    ("Check", "waive", "Let go of a meeting that a ward is still owed, and say why."),
    ("Check", "ledger", "Show what went out, when, by whom, and what is wrong."),
    ("Check", "visits", "Count visits by our links, from the web server's logs."),
    ("Check", "report", "Show how the action plan stands, and what brings people."),
    ("Check", "listings", "Check that police.uk and other pages list the meetings rightly."),
    ("Check", "neighbourhoods", "Note what police.uk shows of each ward's priorities and team."),
    ("Check", "privacy", "Show what is held of whom, why, and how long."),
    ("Check", "key", "Give scripts keys of their own, and end them."),
    ("Check", "jobs", "List or stop the work that was begun in the console."),
    ("Check", "backup", "Write all that is kept of a borough to one locked file."),
    ("Check", "restore", "Bring a borough back from a backup, or try whether it would."),
    ("Check", "store", "Copy a borough from one database to another."),
    ("Check", "doctor", "Say whether all is well here, or at a live host."),
    ("Check", "translations", "Show how far each language is, and who checked it."),
)
"""Each command under its group, with its summary, in the order of use. Its module is imported when it is called."""

COLLECTED_AFTER = (50_000, 20)
"""A command makes many objects and few cycles: to look for those at 700, as Python does, takes a tenth of `plan`."""

COMMANDS: dict[str, str] = {name: summary for _, name, summary in LISTED}
WITH_FILES_OF_THEIR_OWN = frozenset({"begin", "hall-check", "take", "tidy"})
"""Commands that read what `check` does not: once their files are corrected, they are typed again themselves."""
GROUPS: tuple[str, ...] = tuple(dict.fromkeys(group for group, _, _ in LISTED))


class LazyGroup(click.Group):
    """Commands that are imported only when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands, in the order of use."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one command."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"wardpanels.commands.{cmd_name.replace('-', '_')}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands by their groups, without importing them."""
        widest = max(map(len, COMMANDS))
        for group in GROUPS:
            with formatter.section(group):
                formatter.write_dl([(name.ljust(widest), told) for of, name, told in LISTED if of == group])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that was typed, or guess which was meant: click looks among commands that are imported."""
        try:
            return super().resolve_command(ctx, args)
        except click.NoSuchCommand as unknown:
            near = near_names(unknown.command_name, COMMANDS)
            raise click.NoSuchCommand(unknown.command_name, possibilities=near, ctx=ctx) from None


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="`wardpanels COMMAND --help` says more of each. Start with: wardpanels demo",
)
@click.option("--debug", is_flag=True, envvar="WARDPANELS_DEBUG", help="Show where in the program an error came from.")
@click.version_option(package_name="wardpanels", message="wardpanels %(version)s")
def cli(debug: bool) -> None:
    """Plan a year of neighbourhood policing ward panels, and tell the public."""
    if told := wiring.given_now():
        click.echo(f"The clock is taken from {wiring.CLOCK}: {told:%A %-d %B %Y %H:%M} UTC.", err=True)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command and leave with its exit code: 0, 2, 3, 4 or 70."""
    gc.set_threshold(*COLLECTED_AFTER)
    _stand_in_for_closed_streams()
    sys.exit(run(sys.argv[1:] if arguments is None else arguments))


def _stand_in_for_closed_streams() -> None:
    """Give each standard stream that was closed one that leads nowhere (`>&-` in a shell).

    Python has none in its place, and the next file that is opened would get its number, and what others say to that.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_RDWR), mode, encoding="utf-8"))


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code; everything that can go wrong ends here, as words."""
    debug = "--debug" in arguments or bool(os.environ.get("WARDPANELS_DEBUG"))
    try:
        wiring.take_secrets()
    except CannotUse as unreadable:
        return _end(unreadable, CHECK, debug=debug)
    try:
        with cli.make_context("wardpanels", list(arguments)) as ctx:
            return _invoked(ctx, arguments, debug=debug)
    except click.exceptions.Exit as leaving:  # --help and --version
        return leaving.exit_code
    except click.ClickException as typed_wrong:
        typed_wrong.show()
        return 2


def _invoked(ctx: click.Context, arguments: Sequence[str], *, debug: bool) -> int:
    """Run the command, and end while its context still knows what was typed."""
    try:
        cli.invoke(ctx)
        sys.stdout.flush()
    except click.exceptions.Exit as leaving:
        return leaving.exit_code
    except click.ClickException as typed_wrong:
        typed_wrong.show()
        return 2
    except BaseException as error:  # noqa: BLE001  # the one place where every failure is turned into words
        is_again = ctx.invoked_subcommand in WITH_FILES_OF_THEIR_OWN
        return _end(error, shlex.join(["wardpanels", *arguments]) if is_again else CHECK, debug=debug)
    return 0


def _end(error: BaseException, again: str, *, debug: bool) -> int:
    if isinstance(error, KeyboardInterrupt | click.Abort):
        return ExitCode.INTERRUPTED
    if isinstance(error, BrokenPipeError):
        _drop_output()
        return ExitCode.PIPE_CLOSED
    fault = fault_of(error, again=again, debug=debug)
    click.echo(completed(str(fault)), err=True)
    return fault.exit_code


def _drop_output() -> None:
    """Point standard output nowhere, or Python would complain of the closed pipe once more as it leaves."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

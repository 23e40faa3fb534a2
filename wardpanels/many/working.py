"""One worker for every borough of a folder: each is looked after as if alone, and none by another's trouble held up."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from wardpanels.faults import TO_WHO_GOES_ON, CannotUse, fault_of
from wardpanels.many.boroughs import borough_folders
from wardpanels.publicity.worker import Hands, Rounds, Tell, Workplace, keep_looking
from wardpanels.year.reading import profile_of

OF_ONE = "__"
"""Between a setting and the code of the one borough that it is for, as in WARDPANELS_SECRET__E09000030."""


def work_for_all(directory: Path, workplace: Callable[[Path], Workplace], tell: Tell, *, every_seconds: int) -> None:
    """Send what falls due in every borough of a folder until SIGTERM or Ctrl-C, then finish what is on its way.

    Edges:  a folder that comes or goes is noticed at the next look; a borough that cannot be looked after is told of
            once, and tried again at each look
    Errors: CannotUse where there is no borough to begin with
    """
    borough_folders(directory)
    keep_looking(_EveryBorough(directory, workplace, tell).look, tell, every_seconds=every_seconds)


def settings_of(environ: Mapping[str, str], code: str) -> dict[str, str]:
    """The environment as one borough has it: what is set for it alone goes before what is set for all."""
    own = f"{OF_ONE}{code}"
    common = {name: value for name, value in environ.items() if OF_ONE not in name}
    return common | {name.removesuffix(own): value for name, value in environ.items() if name.endswith(own)}


class ToldOnce:
    """Tells of each place's trouble once, until it is another, or the place was well meanwhile."""

    def __init__(self, tell: Callable[[str], object]) -> None:
        self._tell = tell
        self._told: dict[Path, str] = {}

    def trouble(self, place: Path, what: str) -> None:
        """Tell what it is, unless that was the last that was told of the place."""
        if self._told.get(place) != what:
            self._tell(what)
            self._told[place] = what

    def well(self, place: Path) -> None:
        """Take note that there is none any more."""
        self._told.pop(place, None)


class _EveryBorough:
    """What is kept between two looks: the rounds of each borough, and what was told of those that have none."""

    def __init__(self, directory: Path, workplace: Callable[[Path], Workplace], tell: Tell) -> None:
        self._directory, self._workplace = directory, workplace
        self._rounds: dict[Path, Rounds] = {}
        self._codes: dict[str, Path] = {}
        self._told = ToldOnce(partial(tell, is_trouble=True))

    def look(self, hands: Hands) -> None:
        """Look at each borough in turn, until the worker is stopped."""
        folders = self._folders()
        for gone in self._rounds.keys() - folders:
            del self._rounds[gone]
        for folder in folders:
            if hands.stopped.is_set():
                return
            try:
                self._rounds_in(folder).look(hands)
            except Exception as error:  # noqa: BLE001  # one borough must not end the worker of the others
                self._told.trouble(folder, f"{folder.name}: {fault_of(error, advice=TO_WHO_GOES_ON)}")
            else:
                self._told.well(folder)

    def _folders(self) -> tuple[Path, ...]:
        try:
            return borough_folders(self._directory)
        except CannotUse as error:
            self._told.trouble(self._directory, str(fault_of(error)))
            return ()

    def _rounds_in(self, folder: Path) -> Rounds:
        if folder not in self._rounds:
            self._refuse_a_second(folder)
            self._rounds[folder] = Rounds(self._workplace(folder))
        return self._rounds[folder]

    def _refuse_a_second(self, folder: Path) -> None:
        """Two folders of one borough would undo each other's choices at each look."""
        code = profile_of(folder).code
        other = self._codes.setdefault(code, folder)
        if other != folder and other in self._rounds:
            raise CannotUse(str(folder), f"{code}, which {other} is looked after as", "a borough once")
        self._codes[code] = folder

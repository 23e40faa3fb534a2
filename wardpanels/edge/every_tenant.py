"""Many boroughs behind one server: each is found by its own name, and none by another's trouble held up."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Any

from scheduler.store import Store
from wardpanels.console.settled import Settling
from wardpanels.edge.behind import Means, NoFiles, Watched, says, tenant_of
from wardpanels.edge.describing import READY
from wardpanels.edge.files import MOST_HELD
from wardpanels.edge.known_hosts import hosts_of, known_hosts
from wardpanels.edge.receiving import THREADS, Mount, Tenant, Turns
from wardpanels.edge.reply import EdgeReply, refusal
from wardpanels.edge.serving import EdgeSettings
from wardpanels.faults import CannotUse, fault_of
from wardpanels.many.boroughs import SETTINGS_FILE, borough_folders
from wardpanels.many.working import ToldOnce, settings_of
from wardpanels.people.passphrases import Hashing
from wardpanels.year.reading import profile_of

PART_OF_THE_TURNS = 2
"""One borough makes pages by half of the threads at most, so that one that is slow leaves the others some."""

PART_OF_THE_MEMORY = 16
"""What one borough keeps of its files in memory, where many have to fit: the most asked for of a site do."""

log = logging.getLogger("wardpanels.edge")


class _NotYet:
    """Stands where a borough is being put together: thirty of them take half a minute after a start."""

    def reply(self, method: str, path: str, headers: Mapping[str, str]) -> EdgeReply:
        told = {"Retry-After": "30"}
        return refusal(HTTPStatus.SERVICE_UNAVAILABLE, "This will be here in a moment. Try again in a minute.", told)


COMING = Tenant(_NotYet(), {}, Turns(1, 1))


@dataclass(frozen=True, slots=True)
class _Claim:
    """What only one borough may have: the names that it is asked by, and its code."""

    names: frozenset[str]
    code: str

    @property
    def all(self) -> frozenset[str]:
        return self.names | {self.code}


@dataclass(frozen=True, slots=True)
class _Served:
    claim: _Claim
    until_it_goes: ExitStack


class EveryTenant:
    """The boroughs of a folder, each a tenant `by_name`; under the names of this machine, whether they are served.

    Edges: a folder that comes, goes, or has another name or code is noticed at the next look; what two claim, none that
           is not served already gets, for nobody knows whose it is; a borough in trouble is told of once, and tried
           again at each look; one that is served and cannot be read goes on, for people come in to mend it
    """

    def __init__(self, settings: EdgeSettings, store: Store, environ: Mapping[str, str]) -> None:
        self._settings, self._store, self._environ = settings, store, environ
        front = Tenant(Watched(NoFiles()), {READY: Mount(self._ready, 0)}, Turns(1, settings.bounds.waiting))
        self._own = known_hosts(settings.doorstep.host, (), settings.doorstep.known_as)
        self.by_name: dict[str, Tenant] = dict.fromkeys(self._own, front)
        self._hashing, self._settling = Hashing(), Settling()
        self._served: dict[Path, _Served] = {}
        self._told = ToldOnce(lambda what: log.error("%s", what))

    def close(self) -> None:
        """Serve none any more."""
        for folder in [*self._served]:
            self._end(folder)
        self._settling.stop()

    def look(self) -> None:
        """Serve the boroughs that came, and those no more that went."""
        claims = self._claims()
        for folder in [each for each, served in self._served.items() if claims.get(each) != served.claim]:
            self._end(folder)
        times = Counter(name for claim in claims.values() for name in claim.all)
        coming = [each for each in claims if each not in self._served]
        for folder in coming:
            self.by_name |= dict.fromkeys([each for each in claims[folder].names if each not in self.by_name], COMING)
        for folder in coming:
            try:
                self._begin(folder, claims[folder], {name for name in claims[folder].all if times[name] > 1})
            except Exception as error:  # noqa: BLE001  # one borough must not end the server of the others
                self._told.trouble(folder, f"{folder.name}: {fault_of(error)}")
            else:
                self._told.well(folder)
        for name in [each for each, tenant in self.by_name.items() if tenant is COMING]:
            del self.by_name[name]

    def _claims(self) -> dict[Path, _Claim]:
        """What each folder claims; of one that is served and cannot be read, what it claimed before."""
        assert self._settings.boroughs is not None
        found: dict[Path, _Claim] = {}
        try:
            folders = borough_folders(self._settings.boroughs)
        except CannotUse as error:
            self._told.trouble(self._settings.boroughs, str(fault_of(error)))
            return found
        for folder in folders:
            file = folder / SETTINGS_FILE
            try:
                profile = profile_of(folder)
                found[folder] = _Claim(hosts_of((profile.site_url, profile.subscribe_url)), profile.code)
                self._told.well(file)
            except Exception as error:  # noqa: BLE001  # as above
                self._told.trouble(file, f"{folder.name}: {fault_of(error)}")
                if folder in self._served:
                    found[folder] = self._served[folder].claim
        return found

    def _begin(self, folder: Path, claim: _Claim, shared: Iterable[str]) -> None:
        """Serve one. Errors: CannotUse, and whatever is wrong with it"""
        place = f"{folder.name}/{SETTINGS_FILE}"
        if not claim.names:
            raise CannotUse(f"{place}, site_url", "no web address", "one of its own: the borough is asked for by it")
        for name in sorted({*shared, *(claim.names & self._own)}):
            raise CannotUse(place, f"{name}, which another has too", "site_url, subscribe_url and code of its own")
        bounds, until_it_goes = self._settings.bounds, ExitStack()
        turns = Turns(THREADS // PART_OF_THE_TURNS, bounds.waiting // PART_OF_THE_TURNS)
        environ, most_held = settings_of(self._environ, claim.code), MOST_HELD // PART_OF_THE_MEMORY
        means = Means(self._store, environ, turns, self._settling, self._hashing, most_held)
        try:
            tenant = tenant_of(self._settings.of(folder), folder, means, until_it_goes)
        except BaseException:
            until_it_goes.close()
            raise
        self._served[folder] = _Served(claim, until_it_goes)
        self.by_name.update(dict.fromkeys(claim.names, tenant))
        log.info("%s is served as %s", folder.name, ", ".join(sorted(claim.names)))

    def _end(self, folder: Path) -> None:
        served = self._served.pop(folder)
        for name in served.claim.names:
            del self.by_name[name]
        served.until_it_goes.close()

    def _ready(self, environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        """Whether any borough is served, and how many. Which, the log says: whoever asks here may be anybody."""
        count = len(self._served)
        status = HTTPStatus.OK if count else HTTPStatus.SERVICE_UNAVAILABLE
        return says(f"boroughs served: {count}", f"{status.value} {status.phrase}")(environ, start)

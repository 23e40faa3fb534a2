"""Puts files in a bucket of Amazon S3, or of another store that speaks its language."""

from __future__ import annotations

import asyncio
import socket
from typing import Any

from aiohttp.abc import AbstractResolver, ResolveResult
from botocore.exceptions import BotoCoreError, ParamValidationError
from s3fs import S3FileSystem

from publishers.artifact import Artifact
from publishers.carriers.carrier import Carrier, Outlet, TryAgain
from publishers.carriers.files import FileCarrier
from publishers.carriers.http import CONNECT_SECONDS, READ_SECONDS
from publishers.carriers.network import Endpoint, web_place

KEY_ID, SECRET_KEY = "key_id", "secret_key"


def open_s3(outlet: Outlet) -> Carrier:
    """Open the bucket. Nothing is asked of the store before the first parcel.

    Errors: Closed, TryAgain
    """
    options = outlet.options
    place = web_place(outlet, "endpoint", options["endpoint"] or f"https://s3.{options['region']}.amazonaws.com")
    where = "/".join(part for part in (options["bucket"], options["folder"].strip("/")) if part)
    return FileCarrier(outlet, f"s3://{where} at {place.host}", lambda: _Bucket(place, where))


class _Bucket:
    """A store shows an object when all of it has arrived: nothing is written beside and renamed."""

    def __init__(self, place: Endpoint, where: str) -> None:
        self._place, self._where = place, where
        self._files: S3FileSystem = S3FileSystem(**_settings(place), skip_instance_cache=True)
        self._files.retries = 1  # trying again is the outbox's part

    def put(self, path: str, beside: str, artifact: Artifact) -> None:
        outlet = self._place.outlet
        try:
            self._files.pipe_file(f"{self._where}/{path}", artifact.content, ContentType=artifact.media_type)
        except PermissionError as error:
            keys = f"{outlet.variable(KEY_ID)} and {outlet.variable(SECRET_KEY)}"
            found = f"a bucket that refuses these keys ({outlet.without_secrets(str(error))})"
            raise outlet.misses("bucket", found, f"{keys} to be right and to allow s3:PutObject there") from error
        except FileNotFoundError as error:
            raise outlet.misses("bucket", f"no bucket {outlet.options['bucket']!r}", "one that is there") from error
        except ParamValidationError as error:
            raise outlet.misses("bucket", repr(outlet.options["bucket"]), "the name of a bucket") from error
        except BotoCoreError as error:
            raise TryAgain(f"{self._place.host}: could not be reached, or hung up") from error

    def close(self) -> None:
        if self._files._s3:  # s3fs itself closes only what is swept up, and no sooner
            self._files.close_session(self._files.loop, self._files._s3creator)


def _settings(place: Endpoint) -> dict[str, Any]:
    outlet, own = place.outlet, place.outlet.options["endpoint"]
    return {
        "key": outlet.secrets[KEY_ID],
        "secret": outlet.secrets[SECRET_KEY],
        "endpoint_url": own or None,
        "client_kwargs": {"region_name": outlet.options["region"]},
        "config_kwargs": {
            "connect_timeout": CONNECT_SECONDS,
            "read_timeout": READ_SECONDS,
            "retries": {"max_attempts": 0},
            "proxies": {},
            "s3": {"addressing_style": "path" if own else "auto"},
            "connector_args": {"resolver": _JudgedResolver(place)},
        },
    }


class _JudgedResolver(AbstractResolver):
    """Hands out addresses that were judged: a bucket may have a host name of its own."""

    def __init__(self, place: Endpoint) -> None:
        self._place = place

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        place = Endpoint(self._place.outlet, self._place.option, host, port)
        found = await asyncio.to_thread(place.addresses)
        return [
            ResolveResult(
                hostname=host,
                host=address,
                port=port,
                family=socket.AF_INET6 if ":" in address else socket.AF_INET,
                proto=0,
                flags=socket.AI_NUMERICHOST,
            )
            for address in found
        ]

    async def close(self) -> None:
        pass

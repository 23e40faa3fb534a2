"""Puts files on a WebDAV server, such as Nextcloud or a council's document store."""

from __future__ import annotations

from functools import partial
from io import BytesIO

import httpx
from webdav4.client import Client as WebDavClient
from webdav4.client import ClientError, HTTPError, ResourceNotFound
from webdav4.fsspec import WebdavFileSystem
from webdav4.http import Client

from publishers.artifact import Artifact
from publishers.carriers.answers import LATER, Answer, check
from publishers.carriers.carrier import Carrier, Closed, Outlet, TryAgain
from publishers.carriers.files import FileCarrier
from publishers.carriers.http import CONNECT_SECONDS, READ_SECONDS, USER_AGENT
from publishers.carriers.network import Endpoint, web_place

SECRET = "password"
ALWAYS_WRONG = frozenset({401, 403}) | LATER


def open_webdav(outlet: Outlet) -> Carrier:
    """Open the folder at the server. Nothing is asked of it before the first parcel.

    Errors: Closed, TryAgain
    """
    place = web_place(outlet, "url", outlet.options["url"])
    return FileCarrier(outlet, outlet.options["url"], lambda: _WebDav(place))


class _WebDav:
    def __init__(self, place: Endpoint) -> None:
        self._place, outlet = place, place.outlet
        url = outlet.options["url"]
        self._http = Client(
            base_url=url,
            auth=(outlet.options["user"], outlet.secrets[SECRET]),
            transport=_JudgedTransport(place),
            timeout=httpx.Timeout(READ_SECONDS, connect=CONNECT_SECONDS),
            headers={"User-Agent": USER_AGENT},
            event_hooks={"response": [self._check]},
            trust_env=False,
        )
        self._files = WebdavFileSystem(
            url, client=WebDavClient(url, http_client=self._http, retry=False), skip_instance_cache=True
        )

    def put(self, path: str, beside: str, artifact: Artifact) -> None:
        try:
            self._upload(beside, artifact.content)
            self._files.client.move(beside, path, overwrite=True)
        except httpx.HTTPError as error:
            raise TryAgain(f"{self._place.host}: could not be reached, or hung up") from error
        except ClientError as error:
            said = self._place.outlet.without_secrets(str(error))
            raise Closed(f"{self._place.host}: {said}. Check `url`, and that the folder there takes files.") from error

    def _upload(self, path: str, content: bytes) -> None:
        """Write a file, and the folders above it if the server says that they are missing."""
        upload = partial(self._files.client.upload_fileobj, to_path=path, overwrite=True)
        try:
            upload(BytesIO(content))
        except (ResourceNotFound, HTTPError) as error:
            if isinstance(error, HTTPError) and error.status_code != httpx.codes.CONFLICT:
                raise
            self._files.makedirs(path.rpartition("/")[0], exist_ok=True)
            upload(BytesIO(content))

    def _check(self, answer: httpx.Response) -> None:
        """Stop at once at answers that have nothing to do with files; webdav4 understands the others."""
        status = answer.status_code
        if status in ALWAYS_WRONG or status >= 500 or 300 <= status < 400:
            answer.read()
            check(Answer(self._place.host, status, answer.headers, answer.text), self._place.outlet, SECRET)

    def close(self) -> None:
        self._http.close()


class _JudgedTransport(httpx.HTTPTransport):
    """Connects to the address that was judged, while the certificate is checked against the host's name."""

    def __init__(self, place: Endpoint) -> None:
        self._place = place
        super().__init__(trust_env=False)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.extensions = {**request.extensions, "sni_hostname": request.url.host}
        request.url = request.url.copy_with(host=self._place.addresses()[0])
        return super().handle_request(request)

"""nginx and Apache, started as docs/how-to-publish.md says, on ports of their own. Each writes `access.log`."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from publishers.artifact import Artifact
from tests.publishers.carriers.peers import LOOPBACK, wait_for

DOCS = Path(__file__).parents[1] / "docs"
PAGE, LOG_PAGE = DOCS / "how-to-publish.md", DOCS / "how-to-publicise.md"
SITE, NGINX, LOGS = "/srv/ward-panels/site", "/etc/nginx/", "/var/log/nginx/"
NGINX_AROUND = """
daemon off;
master_process off;
pid {folder}/nginx.pid;
error_log stderr crit;
events {{}}
http {{
    {log}
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    {block}
}}
"""
APACHE_AROUND = """
ServerRoot {folder}
ServerName localhost
PidFile {folder}/apache.pid
ErrorLog {folder}/error.log
LogFormat "%h %l %u %t \\"%r\\" %>s %b \\"%{{Referer}}i\\" \\"%{{User-Agent}}i\\"" combined
CustomLog {folder}/access.log combined
Mutex file:{folder}
User www-data
Group www-data
Listen {place}
{modules}
TypesConfig /etc/mime.types
{block}
"""
MODULES = ("mpm_event", "authz_core", "mime", "dir", "filter", "deflate", "headers", "rewrite")


def block(kind: str, page: Path = PAGE) -> str:
    """The one block of a kind in a page."""
    (found,) = re.findall(rf"^```{kind}\n(.*?)^```$", page.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    return str(found)


@contextmanager
def site_folder(site: list[Artifact]) -> Iterator[Path]:
    """A folder with a site in `site/`, that a server which is not root can read."""
    with tempfile.TemporaryDirectory(prefix="panels-host-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        for artifact in site:
            path = folder / "site" / artifact.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(artifact.content)
        yield folder


@contextmanager
def nginx(folder: Path, port: int, log: str = f"access_log {LOGS}access.log;") -> Iterator[str]:
    """The address of an nginx that gives `site/` of a folder, its redirects made by the page's own line."""
    shutil.copy(f"{NGINX}mime.types", folder)
    make_moved, _reload = _placed(block("sh"), folder).strip().split("\n")
    subprocess.run(["sh", "-c", make_moved], check=True)
    told = _placed(block("nginx"), folder).replace("listen 80;", f"listen {LOOPBACK}:{port};")
    settings = folder / "nginx.conf"
    settings.write_text(NGINX_AROUND.format(folder=folder, block=told, log=_placed(log, folder)), encoding="utf-8")
    with _running([_program("nginx"), "-c", str(settings)], port) as address:
        yield address


@contextmanager
def apache(folder: Path, port: int) -> Iterator[str]:
    """The address of an Apache that gives `site/` of a folder."""
    place = f"{LOOPBACK}:{port}"
    told = _placed(block("apache"), folder).replace("*:80>", f"{place}>")
    modules = "\n".join(f"LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so" for name in MODULES)
    settings = folder / "apache.conf"
    settings.write_text(APACHE_AROUND.format(folder=folder, place=place, modules=modules, block=told), encoding="utf-8")
    with _running([_program("apache2"), "-f", str(settings), "-D", "FOREGROUND"], port) as address:
        yield address


SERVERS = {"nginx": nginx, "apache": apache}


def _placed(text: str, folder: Path) -> str:
    """What the page says, of a folder of the test instead of the machine's."""
    return text.replace(SITE, str(folder / "site")).replace(NGINX, f"{folder}/").replace(LOGS, f"{folder}/")


def _program(name: str) -> str:
    found = shutil.which(name, path="/usr/sbin:/usr/bin")
    assert found, f"{name} is not here: make peers"
    return found


@contextmanager
def _running(command: list[str], port: int) -> Iterator[str]:
    with subprocess.Popen(command) as server:
        try:
            wait_for(port)
            yield f"http://{LOOPBACK}:{port}"
        finally:
            server.terminate()

"""A real WordPress, as Debian ships it: PHP's own web server before a MariaDB of its own, while a test runs."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import requests

from tests.publishers.carriers.peers import LOOPBACK, closed_port, wait_for

SHIPPED = Path("/usr/share/wordpress")
SYSTEM = {"PATH": f"{os.environ['PATH']}:/usr/sbin"}
CONFIG = """<?php
define('DB_NAME', 'panels'); define('DB_USER', 'root'); define('DB_PASSWORD', ''); define('DB_HOST', 'localhost:%s');
define('WP_ENVIRONMENT_TYPE', 'local'); define('DISABLE_WP_CRON', true); define('WP_HTTP_BLOCK_EXTERNAL', true);
define('WP_HOME', 'http://' . $_SERVER['HTTP_HOST']); define('WP_SITEURL', WP_HOME);
$table_prefix = 'wp_';
if (!defined('ABSPATH')) define('ABSPATH', __DIR__ . '/');
require_once ABSPATH . 'wp-settings.php';
"""
INSTALL = """<?php
mysqli_query(mysqli_connect('localhost', 'root', '', '', 0, $argv[2]), 'CREATE DATABASE panels');
define('WP_INSTALLING', true);
$_SERVER['HTTP_HOST'] = $argv[1];
require __DIR__ . '/site/wp-load.php';
require ABSPATH . 'wp-admin/includes/upgrade.php';
add_filter('pre_wp_mail', '__return_true');
wp_install('Panels', 'ann', 'ann@example.org', true, '', 'not used');
update_option('permalink_structure', '/%postname%/');
flush_rewrite_rules(false);
echo WP_Application_Passwords::create_new_application_password(1, ['name' => 'panels'])[0];
"""


@dataclass(frozen=True)
class Site:
    """The site, as its administrator sees it. `password` is the application password of the user ann."""

    port: int
    password: str

    @property
    def url(self) -> str:
        return f"http://{LOOPBACK}:{self.port}"

    def ask(self, method: str, path: str, **rest: object) -> requests.Response:
        url = f"{self.url}/wp-json/wp/v2/{path}"
        answer = requests.request(method, url, auth=("ann", self.password), timeout=20, **rest)
        answer.raise_for_status()
        return answer

    def items(self, kind: str) -> dict[str, tuple[str, str, str]]:
        """Title, content and status of every page or post by its slug, but for those that it came with."""
        asked = {"context": "edit", "status": "publish,draft,pending,private,future", "per_page": 100}
        found = self.ask("GET", kind, params=asked).json()
        told = {one["slug"]: (one["title"]["raw"], one["content"]["raw"], one["status"]) for one in found}
        return {slug: facts for slug, facts in told.items() if slug not in CAME_WITH}


CAME_WITH = ("sample-page", "hello-world", "privacy-policy")


@contextmanager
def wordpress(folder: Path) -> Iterator[Site]:
    """A site with an administrator and nothing on it yet."""
    shutil.copytree(SHIPPED, folder / "site", ignore=shutil.ignore_patterns(".htaccess"))
    (folder / "site" / "wp-config.php").write_text(CONFIG % (folder / "db.sock"), encoding="ascii")
    (folder / "install.php").write_text(INSTALL, encoding="ascii")
    port = closed_port()
    with _database(folder):
        install = ["php", folder / "install.php", f"{LOOPBACK}:{port}", folder / "db.sock"]
        password = subprocess.run(install, capture_output=True, text=True, check=True).stdout
        server = ["php", "-S", f"{LOOPBACK}:{port}", "-t", folder / "site"]
        with subprocess.Popen(server, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:
            try:
                wait_for(port)
                yield Site(port, password)
            finally:
                running.kill()


@contextmanager
def _database(folder: Path) -> Iterator[None]:
    """MariaDB at a socket in the folder. Nothing in it outlives the test, so it is killed and flushes nothing."""
    own = ["--no-defaults", f"--datadir={folder / 'db'}", *(["--user=root"] if os.getuid() == 0 else [])]
    make = ["mariadb-install-db", *own, "--auth-root-authentication-method=normal", "--skip-test-db"]
    subprocess.run(make, capture_output=True, check=True, env=SYSTEM)
    serve = [
        "mariadbd",
        *own,
        f"--socket={folder / 'db.sock'}",
        f"--pid-file={folder / 'db.pid'}",
        "--skip-networking",
        "--innodb-flush-log-at-trx-commit=0",
    ]
    with subprocess.Popen(serve, stderr=subprocess.DEVNULL, env=SYSTEM) as running:
        try:
            for _ in range(500):
                if (folder / "db.sock").exists():
                    break
                time.sleep(0.02)
            yield
        finally:
            running.kill()

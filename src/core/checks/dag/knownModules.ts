/** The modules of Python 3.12 itself. */
const standardLibrary = `
abc aifc antigravity argparse array ast asynchat asyncio asyncore atexit audioop base64 bdb binascii bisect
builtins bz2 cProfile calendar cgi cgitb chunk cmath cmd code codecs codeop collections colorsys compileall
concurrent configparser contextlib contextvars copy copyreg crypt csv ctypes curses dataclasses datetime dbm
decimal difflib dis distutils doctest email encodings ensurepip enum errno faulthandler fcntl filecmp fileinput
fnmatch fractions ftplib functools gc genericpath getopt getpass gettext glob graphlib grp gzip hashlib heapq
hmac html http idlelib imaplib imghdr imp importlib inspect io ipaddress itertools json keyword lib2to3
linecache locale logging lzma mailbox mailcap marshal math mimetypes mmap modulefinder msilib msvcrt
multiprocessing netrc nis nntplib nt ntpath nturl2path numbers opcode operator optparse os ossaudiodev pathlib
pdb pickle pickletools pipes pkgutil platform plistlib poplib posix posixpath pprint profile pstats pty pwd
py_compile pyclbr pydoc pydoc_data pyexpat queue quopri random re readline reprlib resource rlcompleter runpy
sched secrets select selectors shelve shlex shutil signal site smtpd smtplib sndhdr socket socketserver spwd
sqlite3 sre_compile sre_constants sre_parse ssl stat statistics string stringprep struct subprocess sunau
symtable sys sysconfig syslog tabnanny tarfile telnetlib tempfile termios textwrap this threading time timeit
tkinter token tokenize tomllib trace traceback tracemalloc tty turtle turtledemo types typing unicodedata
unittest urllib uu uuid venv warnings wave weakref webbrowser winreg winsound wsgiref xdrlib xml xmlrpc zipapp
zipfile zipimport zlib zoneinfo
`;

/** What `pip install "apache-airflow[celery,cncf-kubernetes,statsd]==2.11.0"` brings, and the database driver. */
const airflow = `
_cffi_backend _yaml aiofiles aiohappyeyeballs aiohttp aiosignal aiosmtplib airflow alembic amqp annotated_types
anyio apispec argcomplete asgiref attr attrs babel billiard blinker cachelib cachetools celery certifi cffi
charset_normalizer click click_didyoumean click_plugins click_repl clickclick colorama colorlog configupdater
connexion cron_descriptor croniter cryptography daemon dateutil deprecated dill dns durationpy email_validator
flask flask_admin flask_appbuilder flask_babel flask_caching flask_jwt_extended flask_limiter flask_login
flask_session flask_sqlalchemy flask_wtf flower frozenlist fsspec google google_re2 googleapiclient greenlet grpc
gunicorn h11 httpcore httpx humanize idna importlib_metadata importlib_resources inflection itsdangerous jinja2
jmespath jsonschema jsonschema_specifications jwt kombu kubernetes kubernetes_asyncio lazy_object_proxy limits
linkify_it lockfile mako markdown markdown_it markupsafe marshmallow marshmallow_oneofschema marshmallow_sqlalchemy
mdit_py_plugins mdurl methodtools more_itertools multidict nvd3 oauthlib opentelemetry ordered_set packaging
pathlib_abc pathspec pendulum pip pkg_resources pluggy prison prometheus_client prompt_toolkit propcache psutil
psycopg2 pyasn1 pyasn1_modules pycparser pydantic pydantic_core pydantic_settings pygments pytz pytzdata re2 redis
referencing requests requests_oauthlib requests_toolbelt rfc3339_validator rich rich_argparse rpds rsa setproctitle
setuptools six slugify sniffio sqlalchemy sqlalchemy_jsonfield sqlalchemy_utils sqlparse statsd tabulate tenacity
termcolor text_unidecode time_machine tornado typing_extensions typing_inspection tzdata tzlocal
unicodecsv universal_pathlib upath urllib3 vine wcwidth websocket werkzeug wheel wirerope wrapt wtforms yaml yarl
zipp
`;

/** Kaapana's own packages, and what they and the base image need of which the platform makes its Airflow. */
const platform = `
bs4 contourpy cycler data_api dicomweb_client dotenv elasticsearch filelock fontTools ipykernel IPython
joblib jupyter jupyterlab kaapana kaapana_federated kaapanapy kaleido kiwisolver lxml matplotlib minio mpl_toolkits
mpmath nbconvert nbformat networkx nibabel notebook numpy opensearchpy pandas PIL pint plotly pydicom pylab
pyparsing scipy seaborn sklearn sympy task_api task_api_operators threadpoolctl timeloop torch torchaudio
torchvision tqdm
`;

const known = new Set(`${standardLibrary} ${airflow} ${platform} __future__`.split(/\s+/u));

/** Whether Airflow's own environment brings a module, whatever the DAG image brings. */
export function isKnownModule(module: string): boolean {
  return known.has(module.split('.')[0] ?? '');
}

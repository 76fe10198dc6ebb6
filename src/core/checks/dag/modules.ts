import { dirname } from 'node:path/posix';
import type { PythonImport } from '../../project/python/findImports.ts';
import type { SourceFile } from '../../project/sourceFile.ts';

/** What a dotted module name resolves to in the DAG images. */
export interface FoundModule {
  /** The file; undefined for a folder without `__init__.py`. */
  readonly file: SourceFile | undefined;
  /** The folder, for a package. */
  readonly folder: string | undefined;
}

/** Finds what the file at a path imports; undefined if it does not exist. */
export type ModuleFinder = (from: string, module: Pick<PythonImport, 'module' | 'level'>) => FoundModule | undefined;

type Files = ReadonlyMap<string, SourceFile>;

/** Finds modules as Airflow does: from its DAG and plugin folders, the first parts of the paths. */
export function findInAirflow(files: Files): ModuleFinder {
  const roots = new Set([...files.keys()].map((path) => path.split('/')[0] ?? ''));
  return finderOf(files, () => roots);
}

/** Finds modules from any folder, if it is unknown which of them Airflow uses. */
export function findAnywhere(files: Files): ModuleFinder {
  return finderOf(files, (from, folders) => new Set([dirname(from), ...folders]));
}

function finderOf(files: Files, rootsFor: (from: string, folders: Set<string>) => Set<string>): ModuleFinder {
  const folders = foldersOf(files);
  const moduleAt = (path: string): FoundModule | undefined => {
    // A package wins over a module of the same name, as in Python.
    const init = files.get(`${path}/__init__.py`);
    const file = files.get(`${path}.py`);
    if (file !== undefined && init === undefined) return { file, folder: undefined };
    return folders.has(path) ? { file: init, folder: path } : undefined;
  };
  return (from, { module, level }) => {
    const parts = module === '' ? [] : module.split('.');
    if (level > 0) {
      const folder = Array.from({ length: level - 1 }).reduce<string>((path) => dirname(path), dirname(from));
      return moduleAt([folder, ...parts].filter((part) => part !== '.').join('/'));
    }
    const path = parts.join('/');
    for (const folder of rootsFor(from, folders)) {
      const found = moduleAt(folder === '.' ? path : `${folder}/${path}`);
      if (found !== undefined) return found;
    }
    return undefined;
  };
}

/** Every folder that contains a Python file, directly or in a subfolder. */
function foldersOf(files: Files): Set<string> {
  const folders = new Set<string>();
  for (const path of files.keys()) {
    for (let folder = dirname(path); !folders.has(folder); folder = dirname(folder)) {
      folders.add(folder);
      if (folder === '.') break;
    }
  }
  return folders;
}

/** The standard library of Python 3.12. */
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

/** What `pip install "apache-airflow[celery,cncf-kubernetes,statsd]==2.11.0"` installs, and the database driver. */
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

/** Kaapana's own packages, and the dependencies of these and of the platform's Airflow image. */
const platform = `
bs4 contourpy cycler data_api dicomweb_client dotenv elasticsearch filelock fontTools ipykernel IPython
joblib jupyter jupyterlab kaapana kaapana_federated kaapanapy kaleido kiwisolver lxml matplotlib minio mpl_toolkits
mpmath nbconvert nbformat networkx nibabel notebook numpy opensearchpy pandas PIL pint plotly pydicom pylab
pyparsing scipy seaborn sklearn sympy task_api task_api_operators threadpoolctl timeloop torch torchaudio
torchvision tqdm
`;

const known = new Set(`${standardLibrary} ${airflow} ${platform} __future__`.split(/\s+/u));

/** Whether Airflow's own environment provides a module, regardless of the DAG image. */
export function isKnownModule(module: string): boolean {
  return known.has(module.split('.')[0] ?? '');
}

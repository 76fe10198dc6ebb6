/**
 * Packages that Airflow's Python finds before a folder of the same name beside the DAG files: those of Python's
 * standard library (3.11 and 3.12) and those that Airflow and Kaapana's operators import.
 */
const pythonPackages =
  'abc aifc antigravity argparse array ast asynchat asyncio asyncore atexit audioop base64 bdb binascii bisect builtins ' +
  'bz2 calendar cgi cgitb chunk cmath cmd code codecs codeop collections colorsys compileall concurrent configparser ' +
  'contextlib contextvars copy copyreg crypt csv ctypes curses dataclasses datetime dbm decimal difflib dis distutils ' +
  'doctest email encodings ensurepip enum errno faulthandler fcntl filecmp fileinput fnmatch fractions ftplib functools ' +
  'gc genericpath getopt getpass gettext glob graphlib grp gzip hashlib heapq hmac html http idlelib imaplib imghdr imp ' +
  'importlib inspect io ipaddress itertools json keyword lib2to3 linecache locale logging lzma mailbox mailcap marshal ' +
  'math mimetypes mmap modulefinder msilib msvcrt multiprocessing netrc nis nntplib nt ntpath nturl2path numbers opcode ' +
  'operator optparse os ossaudiodev pathlib pdb pickle pickletools pipes pkgutil platform plistlib poplib posix ' +
  'posixpath pprint profile pstats pty pwd py_compile pyclbr pydoc pydoc_data pyexpat queue quopri random re readline ' +
  'reprlib resource rlcompleter runpy sched secrets select selectors shelve shlex shutil signal site smtpd smtplib ' +
  'sndhdr socket socketserver spwd sqlite3 sre_compile sre_constants sre_parse ssl stat statistics string stringprep ' +
  'struct subprocess sunau symtable sys sysconfig syslog tabnanny tarfile telnetlib tempfile termios textwrap this ' +
  'threading time timeit tkinter token tokenize tomllib trace traceback tracemalloc tty turtle turtledemo types typing ' +
  'unicodedata unittest urllib uu uuid venv warnings wave weakref webbrowser winreg winsound wsgiref xdrlib xml xmlrpc ' +
  'zipapp zipfile zipimport zlib zoneinfo ' +
  'airflow celery dags docker flask jinja2 kaapana kubernetes minio numpy pandas plugins pydicom requests sqlalchemy yaml';

const pythonKeywords =
  'false none true and as assert async await break class continue def del elif else except finally for from global if ' +
  'import in is lambda nonlocal not or pass raise return try while with yield';

/** Images that every build of the platform starts from. */
const baseImages = 'base-python-cpu base-python-gpu base-installer';

const setOf = (words: string): ReadonlySet<string> => new Set(words.split(' '));

export const reservedNames = {
  /** In snake form. */
  pythonPackages: setOf(pythonPackages),
  /** In lower case. */
  pythonKeywords: setOf(pythonKeywords),
  baseImages: setOf(baseImages),
};

import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { EdkError } from '../errors/edkError.ts';
import type { TemplateManifest } from './templateManifest.ts';

/** One name in the forms in which an extension carries it. */
interface NameForms {
  /** Images, chart, folders: `lung-texture`. */
  readonly kebab: string;
  /** Python files and packages: `lung_texture`. */
  readonly snake: string;
  /** Python classes: `LungTexture`. */
  readonly pascal: string;
  /** For people: `Lung Texture`. */
  readonly title: string;
}

/** The forms of a name that `checkExtensionName` accepts. */
export function formsOfName(kebab: string): NameForms {
  const words = kebab.split('-').map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  return { kebab, snake: kebab.replaceAll('-', '_'), pascal: words.join(''), title: words.join(' ') };
}

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

const reservedNames = {
  /** In snake form. */
  pythonPackages: setOf(pythonPackages),
  /** In lower case. */
  pythonKeywords: setOf(pythonKeywords),
  baseImages: setOf(baseImages),
};

const germanLetters: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss' };

/** Names near to the one given, the nearest first; none of them is checked. */
function suggestNames(name: string, longest: number): readonly string[] {
  const words = name
    .slice(0, 500)
    .normalize('NFC')
    .replaceAll(/(\p{Ll}|[0-9])(?=\p{Lu})/gu, '$1-')
    .toLowerCase()
    .replaceAll(/[äöüß]/g, (letter) => germanLetters[letter] ?? '')
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
  while (words[0] === 'dag') words.shift();
  const first = words.findIndex((word) => /^[a-z]/.test(word));
  if (first === -1) return [];
  const near = cut([...words.slice(first), ...words.slice(0, first)], longest);
  return [near, cut([near, 'extension'], longest)];
}

/** Drops words at the end until the name is short enough. */
function cut(words: readonly string[], longest: number): string {
  const kept = [...words];
  while (kept.length > 1 && kept.join('-').length > longest) kept.pop();
  return kept.join('-').slice(0, longest);
}

type NameCheck =
  | { readonly valid: true }
  | { readonly valid: false; readonly reason: string; readonly suggestion: string | undefined };

type ExtensionKind = TemplateManifest['kind'];

/** What Helm allows for the name of a release, and what a release of such an extension is called. */
const longestRelease = 53;
const releaseNames: Readonly<Record<ExtensionKind, { readonly added: number; readonly words: string }>> = {
  // `dag-<name>` and its hook Jobs then keep below 63, too.
  workflow: { added: '-workflow'.length, words: 'here "<name>-workflow"' },
  // Whether it will be launched more than once is not known for ever.
  application: { added: '-chart-'.length + 20, words: 'here "<name>-chart-" and the 20 characters of a launch' },
};

export const longestName = (kind: ExtensionKind): number => longestRelease - releaseNames[kind].added;

/** Whether Kubernetes, Docker, Helm, Python and Airflow accept everything that is named after the extension. */
export function checkExtensionName(name: string, kind: ExtensionKind): NameCheck {
  const reason = reasonAgainst(name, kind);
  if (reason === undefined) return { valid: true };
  const suggestion = suggestNames(name, longestName(kind)).find(
    (candidate) => reasonAgainst(candidate, kind) === undefined,
  );
  return { valid: false, reason, suggestion };
}

/** @throws EdkError `name.invalid` with the reason and, where there is one, a name that would do. */
export function requireExtensionName(name: string, kind: ExtensionKind): void {
  const check = checkExtensionName(name, kind);
  if (check.valid) return;
  throw new EdkError('name.invalid', `"${shorten(name)}" is not a valid extension name: ${check.reason}.`, {
    remedy: check.suggestion === undefined ? undefined : `Choose another name, for example "${check.suggestion}".`,
  });
}

type Rule = (name: string, kind: ExtensionKind) => string | undefined;

const rules: readonly Rule[] = [
  (name) => (name === '' ? 'it is empty' : undefined),
  (name) => (/\s/u.test(name) ? 'it contains spaces, which image names and Kubernetes do not allow' : undefined),
  (name) =>
    /[A-Z]/.test(name) ? 'it contains upper-case letters, which image names and Kubernetes do not allow' : undefined,
  (name) => {
    const foreign = /[^a-z0-9-]/u.exec(name)?.[0];
    return foreign === undefined
      ? undefined
      : `"${foreign}" is not allowed; Kubernetes accepts only a-z, 0-9 and dashes`;
  },
  (name) => (/^-|-$/.test(name) ? 'it starts or ends with a dash, which Kubernetes does not allow' : undefined),
  (name) => (name.includes('--') ? 'it has two dashes in a row, so its words cannot be told apart' : undefined),
  (name) => (/^[0-9]/.test(name) ? 'it starts with a digit, which Python does not allow in module names' : undefined),
  (name, kind) =>
    name.length > longestName(kind)
      ? `it has ${name.length} characters; at most ${longestName(kind)} are allowed, because Helm limits release names, ` +
        `${releaseNames[kind].words}, to ${longestRelease}`
      : undefined,
  (name) => (reservedNames.pythonKeywords.has(name) ? 'it is a Python keyword' : undefined),
  (name) =>
    reservedNames.pythonPackages.has(formsOfName(name).snake)
      ? 'a Python package already has this name, so the operators could not be imported'
      : undefined,
  (name) => (reservedNames.baseImages.has(name) ? 'a base image of the platform has this name' : undefined),
  (name) => (name.startsWith('dag-') ? '"dag-" is reserved for DAG images' : undefined),
];

function reasonAgainst(name: string, kind: ExtensionKind): string | undefined {
  for (const rule of rules) {
    const reason = rule(name, kind);
    if (reason !== undefined) return reason;
  }
  return undefined;
}

function shorten(name: string): string {
  return name.length > 80 ? `${name.slice(0, 80)}…` : name;
}

/** A name for an extension in this folder: that of its Git repository, else its own; undefined when neither would do. */
export async function proposeName(folder: string, kind: TemplateManifest['kind']): Promise<string | undefined> {
  for (const candidate of [await repositoryName(folder), basename(folder)]) {
    if (candidate === undefined) continue;
    const check = checkExtensionName(candidate, kind);
    if (check.valid) return candidate;
    if (check.suggestion !== undefined) return check.suggestion;
  }
  return undefined;
}

/** The last part of the address of the remote "origin". */
async function repositoryName(folder: string): Promise<string | undefined> {
  const config = await readFile(join(folder, '.git', 'config'), 'utf8').catch(() => '');
  const origin = /^\[remote "origin"\]\n(?:[ \t].*\n)*?[ \t]+url *= *(.+)$/m.exec(config)?.[1];
  return origin === undefined ? undefined : /([^/:]+?)(?:\.git)?\/?$/.exec(origin.trim())?.[1];
}

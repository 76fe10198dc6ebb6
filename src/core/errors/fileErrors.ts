import type { ErrorCode } from './catalogue.ts';
import { EdkError } from './edkError.ts';

interface Explanation {
  readonly code: ErrorCode;
  readonly says: (file: string) => string;
}

const full: Explanation = { code: 'disk.full', says: (file) => `No space left on the disk of ${file}.` };
const forbidden: Explanation = { code: 'disk.forbidden', says: (file) => `Permission denied: ${file}.` };
const failing: Explanation = { code: 'disk.failed', says: (file) => `The disk of ${file} failed.` };
const tooManyOpen: Explanation = {
  code: 'disk.failed',
  says: (file) => `${file} cannot be opened: this system has too many files open.`,
};
const wrongPath = (says: (file: string) => string): Explanation => ({ code: 'disk.wrongPath', says });

/** What the operating system's numbers for errors of files mean (errno(3)). */
const explanations: Readonly<Record<string, Explanation>> = {
  ENOSPC: full,
  EDQUOT: full,
  EFBIG: { code: 'disk.full', says: (file) => `${file} is larger than its disk or a limit of this system allows.` },
  EROFS: { code: 'disk.readOnly', says: (file) => `The disk of ${file} is read-only.` },
  EACCES: forbidden,
  EPERM: forbidden,
  ENOENT: wrongPath((file) => `${file} does not exist.`),
  ENOTDIR: wrongPath((file) => `${file} is not a folder, or a part of its path is not a folder.`),
  EISDIR: wrongPath((file) => `${file} is a folder; a file is needed.`),
  EEXIST: wrongPath((file) => `${file} already exists.`),
  ENOTEMPTY: wrongPath((file) => `The folder ${file} is not empty.`),
  ELOOP: wrongPath((file) => `${file} is a circular link.`),
  ENAMETOOLONG: wrongPath((file) => `The name of ${file} is too long for the file system.`),
  EXDEV: wrongPath((file) => `${file} is on a different file system than the file moved to it.`),
  ENXIO: wrongPath((file) => `${file} is not a file that can be read or written.`),
  ENODEV: wrongPath((file) => `${file} is not a file that can be read or written.`),
  EIO: failing,
  ESTALE: failing,
  EBUSY: { code: 'disk.failed', says: (file) => `${file} is in use.` },
  ETXTBSY: { code: 'disk.failed', says: (file) => `${file} is in use.` },
  EMFILE: tooManyOpen,
  ENFILE: tooManyOpen,
};

/** Turns an operating system error about a file into one with a remedy; passes every other through. */
export function explainFileError(error: unknown, file: string): unknown {
  if (!(error instanceof Error) || !('code' in error)) return error;
  // The same numbers mean something else where a program is started or a socket opened.
  if ('syscall' in error && /^(?:spawn|connect|listen|bind)/u.test(String(error.syscall))) return error;
  const code = String(error.code);
  const explanation = Object.hasOwn(explanations, code) ? explanations[code] : undefined;
  return explanation === undefined ? error : new EdkError(explanation.code, explanation.says(file), { cause: error });
}

/** The same for an error that nobody on its way could explain, by the path that the operating system named. */
export function explainUnexpected(error: unknown): unknown {
  const path = error instanceof Error && 'path' in error ? error.path : undefined;
  return typeof path === 'string' ? explainFileError(error, path) : error;
}

import { EdkError } from './edkError.ts';

/** Turns an operating system error about a file into one with a remedy; passes every other through. */
export function explainFileError(error: unknown, file: string): unknown {
  if (!(error instanceof Error) || !('code' in error)) return error;
  switch (error.code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new EdkError('disk.full', `No space left on the disk of ${file}.`, { cause: error });
    case 'EROFS':
      return new EdkError('disk.readOnly', `The disk of ${file} is read-only.`, { cause: error });
    case 'EACCES':
    case 'EPERM':
      return new EdkError('disk.forbidden', `No permission for ${file}.`, { cause: error });
    default:
      return error;
  }
}

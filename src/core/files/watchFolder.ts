import { watch } from 'chokidar';
import { EdkError } from '../errors/edkError.ts';

export interface WatchOptions {
  readonly folder: string;
  /** Absolute paths that are not watched, nor anything below them. */
  readonly ignores: (path: string) => boolean;
  readonly onChange: (path: string) => void;
  /** The watch goes on after it; what happens at the paths it names may go unseen. */
  readonly onError: (error: unknown) => void;
}

export interface FolderWatch {
  close(): Promise<void>;
}

/** Tells every file that is written, comes or goes below a folder from now on. Nothing is polled. */
export async function watchFolder({ folder, ignores, onChange, onError }: WatchOptions): Promise<FolderWatch> {
  const watcher = watch(folder, { ignored: (path) => ignores(path), ignoreInitial: true, followSymlinks: false });
  watcher.on('all', (event, path) => {
    // A new folder matters by what is in it.
    if (event !== 'addDir' || path !== folder) onChange(path);
  });
  watcher.on('error', (error) => onError(explainLimit(error, folder)));
  await new Promise<void>((resolve) => watcher.once('ready', resolve));
  return { close: () => watcher.close() };
}

/** Linux limits how many files one user watches, and says so with the words for a full disk. */
function explainLimit(error: unknown, folder: string): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code !== 'ENOSPC' && code !== 'EMFILE') return error;
  return new EdkError(
    'disk.full',
    `${folder} cannot be watched completely: the system limit for file watches is reached.`,
    {
      remedy: 'Exclude data in .dockerignore, or raise fs.inotify.max_user_watches.',
      cause: error,
    },
  );
}

import { sha256 } from './entryState.ts';
import { stagedFile, type SentEntry } from './listSent.ts';

/**
 * The Dockerfile that is built, which need not be the user's: its bases are exact. It never comes into an image: BuildKit
 * gets it beside the context, and the classic builder under a name of its own that its .dockerignore leaves out again, as
 * the docker command does with a Dockerfile from elsewhere.
 */
export interface StagedDockerfile {
  /** In `entries`. */
  readonly name: string;
  readonly entries: readonly SentEntry[];
  readonly nameInContext: string;
  /** The context for the classic builder. */
  readonly addTo: (entries: readonly SentEntry[]) => SentEntry[];
}

const ignoreFile = '.dockerignore';

/** @param ignoreText of the .dockerignore that counts for this Dockerfile. */
export function stageDockerfile(text: string, ignoreText: string): StagedDockerfile {
  const name = 'Dockerfile';
  const nameInContext = `.dockerfile.${sha256(text).slice(0, 20)}`;
  const stage = (path: string, content: string): SentEntry =>
    stagedFile({ path, mode: 0o644, modified: new Date(0) }, content);
  // BuildKit would else read the .dockerignore of the context, also where the Dockerfile has one of its own.
  const rules = ignoreText === '' ? [] : [stage(`${name}.dockerignore`, ignoreText)];
  return {
    name,
    entries: [stage(name, text), ...rules],
    nameInContext,
    addTo: (entries) => [
      ...entries.filter(({ path }) => path !== ignoreFile),
      stage(ignoreFile, `${ignoreText === '' ? ignoreFile : ignoreText}\n${nameInContext}\n`),
      stage(nameInContext, text),
    ],
  };
}

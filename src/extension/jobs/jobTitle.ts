import { basename } from 'node:path';
import type { Translate } from '../ui/translate.ts';
import { verbTitle } from './verbTitle.ts';

/** Title of a job made from its record: `Build Image · liver-radiomics`. */
export function jobTitle(
  { verb, project }: { readonly verb: string; readonly project?: string | undefined },
  translate: Translate,
): string {
  const title = verbTitle(verb, translate);
  // The lock of `init` does not name a folder.
  return project?.startsWith('/') === true ? `${title} · ${basename(project)}` : title;
}

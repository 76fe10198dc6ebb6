import { basename } from 'node:path';
import type { Translate } from '../ui/translate.ts';
import { verbTitle } from './verbTitle.ts';

/** What a job is called where only its record is known: `Build Image · liver-radiomics`. */
export function jobTitle(
  { verb, project }: { readonly verb: string; readonly project?: string | undefined },
  translate: Translate,
): string {
  const title = verbTitle(verb, translate);
  // The lock of `init` names no folder.
  return project?.startsWith('/') === true ? `${title} · ${basename(project)}` : title;
}

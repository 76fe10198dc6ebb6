import { basename } from 'node:path';

/** What a job is called where only its record is known: `build image · liver-radiomics`. */
export function jobTitle({ verb, project }: { readonly verb: string; readonly project?: string | undefined }): string {
  // The lock of `init` names no folder.
  return project?.startsWith('/') === true ? `${verb} · ${basename(project)}` : verb;
}

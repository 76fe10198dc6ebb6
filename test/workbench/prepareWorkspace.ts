import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const edk = resolve(import.meta.dirname, '..', '..', 'dist', 'edk', 'edk.js');

export interface SuiteSurroundings {
  /** With a scaffolded project, `liver-volumes`. */
  readonly workspace: string;
  /** Keeps what edk remembers in the folder. */
  readonly environment: Readonly<Record<string, string>>;
  readonly settings: Readonly<Record<string, unknown>>;
}

/** What the suites run in. Nothing listens where the platform should be. */
export async function prepareWorkspace(folder: string): Promise<SuiteSurroundings> {
  const workspace = join(folder, 'workspace');
  await mkdir(workspace);
  const environment = { EDK_STATE: join(folder, 'state'), EDK_CACHE: join(folder, 'cache'), WORKSPACE: workspace };
  await promisify(execFile)(
    process.execPath,
    [edk, 'new', 'workflow', '--yes', '--name', 'liver-volumes', '--dir', join(workspace, 'liver-volumes')],
    { env: { ...process.env, ...environment } },
  );
  return { workspace, environment, settings: { 'kaapanaEdk.platformUrl': 'http://127.0.0.1:9/kube-helm-api' } };
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { templatesFolder } from '../../src/cli/verb.ts';
import { createHttpClient } from '../../src/core/http/httpClient.ts';
import { readEnvironment } from '../../src/core/settings/environment.ts';
import { resolveSettings } from '../../src/core/settings/resolveSettings.ts';
import type { EdkContext } from '../../src/core/useCases/context/edkContext.ts';

export interface TestContext {
  readonly edk: EdkContext;
  /** Holds state, cache and whatever a test writes. */
  readonly folder: string;
  close(): Promise<void>;
}

/** What use cases work with, with this machine's Docker Engine and with state and cache of its own. */
export async function openEdkContext(): Promise<TestContext> {
  const folder = mkdtempSync(join(tmpdir(), 'test-of-edk-context-'));
  const environment = readEnvironment();
  const settings = await resolveSettings(folder, {}, environment);
  const http = createHttpClient(settings.proxy);
  const folders = { state: join(folder, 'state'), cache: join(folder, 'cache') };
  return {
    folder,
    edk: { settings: { ...settings, folders }, environment, templatesFolder, http, registries: new Map() },
    close: async () => {
      await http.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

import { createHttpClient, type HttpClient } from '../../src/core/http/httpClient.ts';
import type { PlatformConnection, PlatformPace } from '../../src/core/platform/platformConnection.ts';
import { startScriptedServer, type Script, type ScriptedServer } from './startScriptedServer.ts';

/** Short enough for tests, long enough for a busy machine. */
export const quickPace: Partial<PlatformPace> = { retryMs: 2, listPatienceMs: 40, firstPollMs: 2, lastPollMs: 5 };

/** All chunks of an upload are that long. */
export const chunksOf = (bytes: number) => ({ chunkBytes: bytes, longestChunkBytes: bytes });

export interface ScriptedPlatform {
  readonly server: ScriptedServer;
  readonly platform: PlatformConnection;
}

type Routes = Readonly<Record<string, Script | readonly Script[]>>;

/** Scripted platforms for the tests of the surrounding `describe`; all are stopped after each. */
export function usePlatform(): (routes: Routes, pace?: Partial<PlatformPace>) => Promise<ScriptedPlatform> {
  const servers: ScriptedServer[] = [];
  const clients: HttpClient[] = [];
  afterEach(async () => {
    await Promise.all(clients.splice(0).map((client) => client.close()));
    await Promise.all(servers.splice(0).map((server) => server.stop()));
  });
  return async (routes, pace = {}) => {
    const server = await startScriptedServer(routes);
    servers.push(server);
    const http = createHttpClient({ http: undefined, https: undefined, no: undefined });
    clients.push(http);
    return { server, platform: { baseUrl: server.url, http, pace: { ...quickPace, ...pace } } };
  };
}

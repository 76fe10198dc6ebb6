import { createWriteStream } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { privateFileMode } from '../../core/files/writeFiles.ts';
import { createHttpClient } from '../../core/http/httpClient.ts';
import { createChartStore } from '../charts/chartStore.ts';
import { noFaults, type FaultSwitch } from '../faults/faults.ts';
import type { HelmTool } from '../helm/helmTool.ts';
import { localGlobals } from '../helm/releaseValues.ts';
import { allowedHosts, createToken } from '../http/access.ts';
import { createRequestHandler, createUpgradeHandler } from '../http/createRequestHandler.ts';
import { createIngressProxy } from '../ingress/createIngressProxy.ts';
import { createExtensionList } from '../list/extensionList.ts';
import type { OpenReleaseRuntime } from '../releases/releaseRuntime.ts';
import { createChunkSession, type RouteParts } from '../routes/routeParts.ts';
import { routeTable } from '../routes/routeTable.ts';
import { removeAccessFile, writeAccessFile } from '../state/platformFile.ts';
import { openStateFolder, type StateFolder } from '../state/stateFolder.ts';
import { listen } from './listen.ts';
import type { LocalPlatformOptions } from './platformOptions.ts';
import { recordedQuirks } from './quirks.ts';

export interface LocalPlatform {
  /** Base address of the API, ending in `/kube-helm-api/`. */
  readonly url: string;
  readonly port: number;
  /** Every request to the API carries it; also in `access.json` of the state folder. */
  readonly token: string;
  readonly state: StateFolder;
  /** What was damaged and moved aside, one sentence each. */
  readonly damage: readonly string[];
  /** Stops the server and all pods of its own; the state stays, and so do pods in a cluster. */
  close(): Promise<void>;
}

interface PlatformParts {
  readonly openRuntime: OpenReleaseRuntime;
  readonly helm: HelmTool;
  /** Milliseconds; for the list's cache. */
  readonly now: () => number;
}

/** @throws EdkError `platform.portTaken`, those of the runtime, `disk.*` for the state folder. */
export async function openPlatform(options: LocalPlatformOptions, parts: PlatformParts): Promise<LocalPlatform> {
  const state = await openStateFolder(options.stateFolder);
  const log = openPlatformLog(join(state.logs, 'platform.log'));
  const damage = [...state.damage];
  damage.forEach(log.write);
  const server = createServer();
  server.on('request', answerTooEarly);
  try {
    // The port comes first: whoever holds it owns the containers that the runtime cleans up next.
    const port = await listen(server, options.port, 'the local platform');
    const token = createToken();
    const url = `http://127.0.0.1:${port}/kube-helm-api/`;
    const reportDamage = (sentence: string): void => {
      damage.push(sentence);
      log.write(sentence);
    };
    const running = await openParts({ options, state, log, url, parts, reportDamage });
    const ingress = createIngressProxy({ ingresses: () => running.runtime.served(), log: log.write });
    const handling = {
      routes: routeTable(running),
      access: { hosts: allowedHosts(options.namespaces.admin), token },
      applicationHosts: running.applicationHosts,
      ingress,
      faults: running.faults,
      closing: running.closing.signal,
      log: log.write,
    };
    // Before the first answer: a client that waits for a restart reads it then.
    await writeAccessFile(state.root, { url, token });
    server.off('request', answerTooEarly).on('request', createRequestHandler(handling));
    server.on('upgrade', createUpgradeHandler(handling));
    const close = async (): Promise<void> => {
      ingress.close();
      await removeAccessFile(state.root);
      await closeAll(server, running, log);
    };
    return { url, port, token, state, damage, close };
  } catch (error) {
    await closeServer(server);
    await log.close();
    throw error;
  }
}

interface OpenRequest {
  readonly options: LocalPlatformOptions;
  readonly state: StateFolder;
  readonly log: PlatformLog;
  readonly url: string;
  readonly parts: PlatformParts;
  readonly reportDamage: (sentence: string) => void;
}

async function openParts({ options, state, log, url, parts, reportDamage }: OpenRequest): Promise<RouteParts> {
  const closing = new AbortController();
  const faults: FaultSwitch = { current: { ...noFaults, ...options.faults } };
  const { helm } = parts;
  // Pods and registries are on this machine, so no proxy is used.
  const http = createHttpClient({ http: undefined, https: undefined, no: undefined });
  const charts = createChartStore({ folder: state.charts, helm, log: log.write });
  const runtime = await parts.openRuntime({
    options,
    state,
    helm,
    http,
    faults,
    closing: closing.signal,
    log: log.write,
    reportDamage,
  });
  const { releases, images } = runtime;
  const quirks = { ...recordedQuirks, ...options.quirks };
  const globals = localGlobals(options, url.replace(/\/$/, ''));
  const list = createExtensionList({
    charts,
    releases,
    platformGlobals: globals,
    cacheSeconds: options.listCacheSeconds ?? 30,
    faults,
    quirks,
    now: parts.now,
  });
  const chunkSession = createChunkSession();
  return {
    options,
    quirks,
    state,
    helm,
    http,
    chunkSession,
    closing,
    faults,
    runtime,
    images,
    applicationHosts: new Set(allowedHosts(options.namespaces.admin)),
    charts,
    releases,
    list,
    platformGlobals: globals,
    log: log.write,
  };
}

/** Until everything is read again; whoever comes then would wait for ever. */
function answerTooEarly(message: IncomingMessage, response: ServerResponse): void {
  message.resume();
  response.writeHead(503, { connection: 'close', 'retry-after': '1' }).end('The local platform is starting.');
}

async function closeAll(server: Server, parts: RouteParts, log: PlatformLog): Promise<void> {
  const { runtime, http, closing } = parts;
  closing.abort();
  await closeServer(server);
  await runtime.close();
  await http.close();
  await log.close();
}

async function closeServer(server: Server): Promise<void> {
  if (!server.listening) return;
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  await closed;
}

/** The platform's own log: one line per event, with its time. */
interface PlatformLog {
  readonly write: (line: string) => void;
  readonly close: () => Promise<void>;
}

function openPlatformLog(file: string): PlatformLog {
  const stream = createWriteStream(file, { flags: 'a', mode: privateFileMode });
  // A full disk must not end the platform.
  stream.on('error', () => undefined);
  return {
    write: (line) => void stream.write(`${new Date().toISOString()} ${line}\n`),
    async close() {
      stream.end();
      await finished(stream).catch(() => undefined);
    },
  };
}

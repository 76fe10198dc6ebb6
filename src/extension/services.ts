import { join } from 'node:path';
import * as vscode from 'vscode';
import type { EdkContext } from '../core/useCases/context/edkContext.ts';
import { createHttpClient, type HttpClient, readCertificates } from '../core/http/httpClient.ts';
import { readEnvironment } from '../core/settings/environment.ts';
import type { Settings } from '../core/settings/settings.ts';
import { type SessionStore, createSessionFile } from '../core/signIn/session.ts';
import { createSecretSession, firstOf } from './signIn/secretSession.ts';
import { onDidChangeConfig, readConfig } from './config.ts';
import { createJobStarter, type JobStarter } from './jobs/jobStarter.ts';
import { Panels } from './panels/panels.ts';
import { createLog, type Log } from './ui/plainTexts.ts';

/** Services shared by the parts of the extension; all of them are lazy. */
export interface Services {
  readonly context: vscode.ExtensionContext;
  readonly log: Log;
  /** Current settings for a folder: usually the project's, by default the first workspace folder. */
  readonly settings: (folder?: string) => Promise<Settings>;
  /** For reading platform, registry and projects; anything that changes something is a job. */
  readonly edkContext: (folder?: string) => Promise<EdkContext>;
  /** Where journals, locks and the local platform's record are. */
  readonly stateFolder: () => string;
  readonly jobs: JobStarter;
  readonly panels: Panels;
}

export function createServices(context: vscode.ExtensionContext): Services {
  const channel = vscode.window.createOutputChannel('Kaapana EDK', { log: true });
  const log = createLog(channel);
  const settings = async (folder?: string): Promise<Settings> => {
    const { resolveSettings } = await import('../core/settings/resolveSettings.ts');
    const environment = readEnvironment();
    // An untrusted edk.yaml must not decide where requests go.
    const start = vscode.workspace.isTrusted ? (folder ?? firstFolder()) : undefined;
    return resolveSettings(start ?? environment.stateFolder, readConfig(), environment);
  };
  const http = createHttpKeeper();
  context.subscriptions.push(channel, http, onDidChangeConfig(http.dispose));
  const edkContext = async (folder?: string): Promise<EdkContext> => {
    const current = await settings(folder);
    return {
      session: sessionOf(context, current),
      settings: current,
      environment: readEnvironment(),
      templatesFolder: join(context.extensionPath, 'templates'),
      http: await http.client(current),
      registries: new Map(),
    };
  };
  /** Jobs cannot read the editor's secret storage, so they receive the sign-in in a way arguments do not reveal. */
  const jobEnvironment = async (folder: string | undefined): Promise<NodeJS.ProcessEnv> => {
    const { platformUrl, platformUrlFromProject } = await settings(folder);
    const secret =
      platformUrl === undefined ? undefined : await createSecretSession(context.secrets, platformUrl).read();
    if (secret === undefined || platformUrlFromProject) return process.env;
    return { ...process.env, EDK_PLATFORM_SESSION: JSON.stringify(secret) };
  };
  const stateFolder = (): string => readEnvironment().stateFolder;
  const jobs = createJobStarter({ context, log, stateFolder, environment: jobEnvironment });
  return { context, log, settings, edkContext, stateFolder, jobs, panels: new Panels(context, log) };
}

function sessionOf({ secrets }: vscode.ExtensionContext, { platformUrl, folders }: Settings): SessionStore | undefined {
  if (platformUrl === undefined) return undefined;
  return firstOf([createSecretSession(secrets, platformUrl), createSessionFile(folders.state, platformUrl)]);
}

/** One HTTP client for all requests, so that connections stay open between refreshes. */
interface HttpKeeper {
  readonly client: (settings: Settings) => Promise<HttpClient>;
  readonly dispose: () => void;
}

function createHttpKeeper(): HttpKeeper {
  let kept: Promise<HttpClient> | undefined;
  const open = async ({ proxy, certificatesFile }: Settings): Promise<HttpClient> =>
    createHttpClient(proxy, await readCertificates(certificatesFile));
  return {
    client: (settings) => (kept ??= open(settings)),
    dispose: () => {
      void kept?.then((client) => client.close()).catch(() => undefined);
      kept = undefined;
    },
  };
}

function firstFolder(): string | undefined {
  return vscode.workspace.workspaceFolders?.find(({ uri }) => uri.scheme === 'file')?.uri.fsPath;
}

import { basename } from 'node:path';
import * as vscode from 'vscode';
import { connectToPlatform } from '../../core/useCases/context/edkContext.ts';
import { checkHealth } from '../../core/platform/platformApi.ts';
import { readLocalPlatform } from '../../core/settings/localPlatform.ts';
import { likelyProject } from '../commands/project/pickProject.ts';
import { onDidChangeConfig } from '../config.ts';
import { setContextKey } from '../contextKeys.ts';
import type { Services } from '../services.ts';
import type { ProjectsView } from '../views/projects/registerProjectsView.ts';
import { translate } from '../ui/translate.ts';
import { describePlatform, type StatusBarFacts, type StatusText } from './describePlatform.ts';

const healthMs = 4000;
const periodMs = 30_000;

/** The current platform, project and version. Updated only while a Kaapana view is visible, and after each job. */
export function registerStatusBar(services: Services, { store, view, onDidChange }: ProjectsView): void {
  const { context, jobs, log } = services;
  const item = vscode.window.createStatusBarItem('kaapanaEdk.platform', vscode.StatusBarAlignment.Left, 10);
  item.name = 'Kaapana';
  item.command = 'kaapanaEdk.showMenu';
  const closing = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let round = 0;
  let facts: StatusBarFacts | Error | undefined;

  const draw = (): void => {
    if (facts === undefined) return;
    const project = likelyProject({ store, memory: context.workspaceState });
    const status = describe(facts, project === undefined ? undefined : basename(project));
    item.text = status.text;
    item.tooltip = status.tooltip;
    item.backgroundColor = status.isWarning ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
    item.accessibilityInformation = { label: status.text.replace(/\$\([^)]*\) /, '') };
    item.show();
  };
  const update = async (): Promise<void> => {
    clearTimeout(timer);
    round += 1;
    const current = round;
    const read = await readFacts(services, closing.signal);
    if (current !== round || closing.signal.aborted) return;
    facts = read;
    const answers = !(read instanceof Error) && read.url !== undefined && read.problem === undefined;
    setContextKey('kaapanaEdk.platformAnswers', answers);
    if (!(read instanceof Error)) setContextKey('kaapanaEdk.localPlatform', read.hasLocal ? 'running' : 'none');
    draw();
    if (view.visible) timer = setTimeout(look, periodMs);
  };
  const look = (): void => {
    void update().catch((error: unknown) => log.failed('Status bar', error));
  };
  context.subscriptions.push(
    item,
    new vscode.Disposable(() => {
      closing.abort();
      clearTimeout(timer);
    }),
    jobs.onDidChange(look),
    onDidChangeConfig(look),
    onDidChange(draw),
    vscode.window.onDidChangeActiveTextEditor(draw),
    view.onDidChangeVisibility(({ visible }) => {
      if (visible) look();
    }),
  );
}

function describe(facts: StatusBarFacts | Error, project: string | undefined): StatusText {
  if (!(facts instanceof Error)) return describePlatform(facts, { project, translate });
  return { text: `$(warning) Kaapana: ${translate('settings')}`, tooltip: facts.message, isWarning: true };
}

async function readFacts(services: Services, signal: AbortSignal): Promise<StatusBarFacts | Error> {
  try {
    const edk = await services.edkContext();
    const { platformUrl: url, buildVersion, registry, folders } = edk.settings;
    const local = await readLocalPlatform(folders.state);
    const problem =
      url === undefined
        ? undefined
        : await checkHealth(connectToPlatform(edk), AbortSignal.any([signal, AbortSignal.timeout(healthMs)])).then(
            () => undefined,
            (error: unknown) => (error instanceof Error ? error.message : String(error)),
          );
    // The address in the settings has no trailing slash.
    const isLocal = url !== undefined && local?.url.replace(/\/+$/, '') === url;
    return { url, isLocal, hasLocal: local !== undefined, buildVersion, registry: registry.push, problem };
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

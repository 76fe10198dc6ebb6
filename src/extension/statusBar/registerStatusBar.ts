import * as vscode from 'vscode';
import { connectToPlatform } from '../../core/deploy/toolkit.ts';
import { checkHealth } from '../../core/platform/platformApi.ts';
import { readLocalPlatform } from '../../core/settings/localPlatform.ts';
import { onDidChangeConfig } from '../config.ts';
import type { Services } from '../services.ts';
import { describePlatform } from './describePlatform.ts';

const healthMs = 4000;
const periodMs = 30_000;

/** Which platform the kit works with. Looked at only while a Kaapana view is seen, and after a job. */
export function registerStatusBar(services: Services, views: readonly vscode.TreeView<unknown>[]): void {
  const { context, jobs, log } = services;
  const item = vscode.window.createStatusBarItem('kaapanaEdk.platform', vscode.StatusBarAlignment.Left, 10);
  item.name = 'Kaapana';
  item.command = 'kaapanaEdk.showMenu';
  const closing = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let round = 0;

  const update = async (): Promise<void> => {
    clearTimeout(timer);
    round += 1;
    const current = round;
    const status = await read(services, closing.signal);
    if (current !== round || closing.signal.aborted) return;
    item.text = status.text;
    item.tooltip = status.tooltip;
    item.backgroundColor = status.isWarning ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
    item.accessibilityInformation = { label: status.text.replace(/\$\([^)]*\) /, '') };
    item.show();
    if (views.some(({ visible }) => visible)) timer = setTimeout(look, periodMs);
  };
  const look = (): void => {
    void update().catch((error: unknown) => log.warn(`Status bar: ${String(error)}`));
  };
  context.subscriptions.push(
    item,
    new vscode.Disposable(() => {
      closing.abort();
      clearTimeout(timer);
    }),
    jobs.onDidChange(look),
    onDidChangeConfig(look),
    ...views.map((view) =>
      view.onDidChangeVisibility(({ visible }) => {
        if (visible) look();
      }),
    ),
  );
}

async function read(services: Services, signal: AbortSignal): Promise<ReturnType<typeof describePlatform>> {
  try {
    const kit = await services.toolkit();
    const { platformUrl: url, buildVersion, registry, folders } = kit.settings;
    const local = await readLocalPlatform(folders.state);
    const problem =
      url === undefined
        ? undefined
        : await checkHealth(connectToPlatform(kit), AbortSignal.any([signal, AbortSignal.timeout(healthMs)])).then(
            () => undefined,
            (error: unknown) => (error instanceof Error ? error.message : String(error)),
          );
    return describePlatform({
      url,
      // The settings carry the address without the slash at its end.
      isLocal: url !== undefined && local?.url.replace(/\/+$/, '') === url,
      buildVersion,
      registry: registry.push,
      problem,
    });
  } catch (error) {
    const tooltip = error instanceof Error ? error.message : String(error);
    return { text: '$(warning) Kaapana: settings', tooltip, isWarning: true };
  }
}

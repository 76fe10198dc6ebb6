import { Option, type Command } from 'commander';
import { readLocalPlatform } from '../../core/settings/localPlatform.ts';
import type { PlatformServeOptions } from '../platform/servePlatform.ts';
import { portNumber } from '../parseOptions.ts';
import { runCommand } from '../runCommand.ts';
import { addPlatformActions } from './platformActions.ts';
import { addPlatformFaults } from './platformFaults.ts';
import { addPlatformSignIn } from './platformSignIn.ts';

interface StartOptions {
  readonly kubeContext?: string;
  readonly offline?: boolean;
  readonly port: number;
  readonly registryPort: number;
}

export function addPlatform(program: Command): void {
  const platform = program
    .command('platform')
    .description('Run a local platform, or send requests to any platform.')
    .addHelpText('after', '\nExamples:\n  $ edk platform start\n  $ edk platform status\n  $ edk platform stop');
  addStart(platform);
  addStop(platform);
  addPlatformStatus(platform);
  addServe(platform);
  addPlatformActions(platform);
  addPlatformFaults(platform);
  addPlatformSignIn(platform);
}

function portOption(flags: string, description: string, usual: number): Option {
  return new Option(flags, description).default(usual).argParser(portNumber);
}

const startOptions = (): Option[] => [
  portOption('--port <port>', 'port of the platform, on 127.0.0.1', 32080),
  portOption('--registry-port <port>', 'port of its registry', 32000),
  new Option(
    '--kube-context <name>',
    'install into the cluster of this kubeconfig context, which pulls images, runs pods and serves links (default: run pods with Docker)',
  ),
  new Option('--offline', 'pull only from registries on this machine, like a platform without network access'),
];

function serveOptions({ port, registryPort, offline, kubeContext }: StartOptions): PlatformServeOptions {
  return { port, registryPort, kubeContext, network: offline === true ? 'offline' : 'online' };
}

function addStart(platform: Command): void {
  const start = platform
    .command('start')
    .description('Start the local platform in the background, unless it is already running.')
    .addHelpText(
      'after',
      [
        '\nExamples:',
        '  $ edk platform start',
        '  $ edk platform start --port 8080 --registry-port 5000',
        '  $ edk platform start --kube-context kind-kaapana',
      ].join('\n'),
    )
    .action(async (_options: unknown, command: Command) => {
      await runCommand<StartOptions>(command, { kind: 'job' }, async ({ options, edk, step, show }) => {
        const { startPlatform } = await import('../platform/localPlatform.ts');
        const record = await startPlatform(edk, serveOptions(options), step);
        show(describe(record));
        return record;
      });
    });
  for (const option of startOptions()) start.addOption(option);
}

function addStop(platform: Command): void {
  platform
    .command('stop')
    .description('Stop the local platform and its registry. Installed extensions and data are kept for the next start.')
    .addHelpText('after', '\nExamples:\n  $ edk platform stop')
    .action(async (_options: unknown, command: Command) => {
      await runCommand(command, { kind: 'job' }, async ({ edk, step, show }) => {
        const { stopPlatform } = await import('../platform/localPlatform.ts');
        const outcome = await stopPlatform(edk, step);
        show(outcome === 'stopped' ? 'The local platform has stopped.' : 'No local platform is running.');
        return { outcome };
      });
    });
}

function addPlatformStatus(platform: Command): void {
  platform
    .command('status')
    .description('Show whether the local platform is running, and where.')
    .addHelpText('after', '\nExamples:\n  $ edk platform status\n  $ edk platform status --json')
    .action(async (_options: unknown, command: Command) => {
      await runCommand(command, { kind: 'none' }, async ({ edk, show }) => {
        const record = await readLocalPlatform(edk.settings.folders.state);
        show(record === undefined ? 'No local platform is running.' : describe(record));
        return { running: record !== undefined, ...record };
      });
    });
}

function addServe(platform: Command): void {
  const serve = platform.command('serve', { hidden: true }).action(async (_options: unknown, command: Command) => {
    await runCommand<StartOptions>(command, { kind: 'none' }, async ({ options, edk, step }) => {
      const { servePlatform } = await import('../platform/servePlatform.ts');
      await servePlatform(edk, serveOptions(options), step.signal);
    });
  });
  for (const option of startOptions()) serve.addOption(option);
}

function describe(record: NonNullable<Awaited<ReturnType<typeof readLocalPlatform>>>): string {
  return [
    `platform  ${record.url}`,
    `registry  ${record.registry.push}`,
    ...(record.kubeContext === undefined ? [] : [`cluster   ${record.kubeContext}`]),
    `DAGs      ${record.folders.dags}`,
    `logs      ${record.folders.logs}`,
  ].join('\n');
}

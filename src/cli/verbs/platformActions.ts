import type { Command } from 'commander';
import { EdkError } from '../../core/errors/edkError.ts';
import { formatTable } from '../output/formatTable.ts';
import { runCommand } from '../runCommand.ts';

/** Requests to any platform that are not about extensions. */
export function addPlatformActions(platform: Command): void {
  addPull(platform);
  addUpdateExtensions(platform);
  addApplications(platform);
  addAvailable(platform);
}

function addPull(platform: Command): void {
  platform
    .command('pull')
    .description('Ask the platform to pull an image to its node. The platform does not report the result.')
    .argument('<image>', 'registry, name and tag')
    .addHelpText('after', '\nExamples:\n  $ edk platform pull registry.example.org/kaapana/my-image:0.6.0')
    .action(async (image: string, _options: unknown, command: Command) => {
      await runCommand(command, { kind: 'job' }, async ({ edk, step, show }) => {
        const { connectToPlatform } = await import('../../core/useCases/context/edkContext.ts');
        const { pullImage } = await import('../../core/platform/platformActions.ts');
        await pullImage(connectToPlatform(edk), image, step.signal);
        show(`The platform is pulling ${image}. It does not report the result.`);
        return { image };
      });
    });
}

function addUpdateExtensions(platform: Command): void {
  platform
    .command('update-extensions')
    .description('Ask the platform to fetch its extension collections again.')
    .addHelpText('after', '\nExamples:\n  $ edk platform update-extensions')
    .action(async (_options: unknown, command: Command) => {
      await runCommand(command, { kind: 'job' }, async ({ edk, step, show }) => {
        const { connectToPlatform } = await import('../../core/useCases/context/edkContext.ts');
        const { updateExtensions } = await import('../../core/platform/platformActions.ts');
        await updateExtensions(connectToPlatform(edk), step.signal);
        show('The platform is fetching its extensions. New ones are listed when it is done.');
        return {};
      });
    });
}

interface ApplicationOptions {
  readonly complete?: string;
}

function addApplications(platform: Command): void {
  platform
    .command('applications')
    .description('List running applications, or complete one that a workflow is waiting for.')
    .option('--complete <release>', 'complete this application so that the workflow continues')
    .addHelpText(
      'after',
      '\nExamples:\n  $ edk platform applications\n  $ edk platform applications --complete mitk-chart-3f2a',
    )
    .action(async (_options: unknown, command: Command) => {
      const kind = command.opts<ApplicationOptions>().complete === undefined ? 'none' : 'job';
      await runCommand<ApplicationOptions>(command, { kind }, async ({ options, edk, step, show }) => {
        const { connectToPlatform } = await import('../../core/useCases/context/edkContext.ts');
        const connection = connectToPlatform(edk);
        if (options.complete !== undefined) {
          const { completeApplication } = await import('../../core/platform/platformActions.ts');
          await completeApplication(connection, options.complete, step.signal);
          show(`Completed ${options.complete}. The platform will uninstall it.`);
          return { completed: options.complete };
        }
        const { listActiveApplications } = await import('../../core/platform/platformApi.ts');
        const { applications, broken } = await listActiveApplications(connection, step.signal);
        for (const { name, reason } of broken) step.warn(`${name}: ${reason}`);
        const rows = applications.map(({ release_name: release, ready, project, paths }) => [
          release,
          ready === true ? 'ready' : 'starting',
          project ?? '',
          (paths ?? []).join(' '),
        ]);
        show(formatTable(['RELEASE', 'STATE', 'PROJECT', 'PATHS'], rows, 'No applications are running.'));
        return { applications, broken };
      });
    });
}

function addAvailable(platform: Command): void {
  platform
    .command('available')
    .description('List the platform versions in a registry, as the platform sees them.')
    .argument('<registry>', 'registry host, with port and path if it has them')
    .addHelpText(
      'after',
      '\nUses the credentials of "docker login", or EDK_REGISTRY_USER and EDK_REGISTRY_PASSWORD.' +
        '\n\nExamples:\n  $ edk platform available registry.example.org/kaapana',
    )
    .action(async (registry: string, _options: unknown, command: Command) => {
      await runCommand(command, { kind: 'none' }, async ({ edk, step, show }) => {
        const { connectToPlatform, connectToRegistry } = await import('../../core/useCases/context/edkContext.ts');
        const { requireTrustedPlatform } = await import('../../core/useCases/context/signInParts.ts');
        const { listAvailablePlatforms } = await import('../../core/platform/platformActions.ts');
        const credentials = await connectToRegistry(edk, registry, step.signal).credentials();
        if (credentials === undefined) {
          throw new EdkError('settings.invalid', `The platform needs a user and a password for ${registry}.`, {
            remedy: `Run "docker login ${registry}", or set EDK_REGISTRY_USER and EDK_REGISTRY_PASSWORD.`,
          });
        }
        requireTrustedPlatform(edk, 'The password for the registry is');
        const versions = await listAvailablePlatforms(connectToPlatform(edk), { registry, credentials }, step.signal);
        show(versions.length > 0 ? versions.join('\n') : `No platform versions found in ${registry}.`);
        return { versions };
      });
    });
}

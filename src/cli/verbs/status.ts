import type { Command } from 'commander';
import { runCommand } from '../runCommand.ts';

export function addStatus(program: Command): void {
  program
    .command('status')
    .description('Show the platform, and the state and pods of every release or of one.')
    .argument('[release]', 'show only this release')
    .addHelpText('after', '\nExamples:\n  $ edk status\n  $ edk status liver-radiomics-workflow --json')
    .action(async (release: string | undefined, _options: unknown, command: Command) => {
      await runCommand(command, { kind: 'none' }, async ({ edk, step, show }) => {
        const { connectToPlatform } = await import('../../core/useCases/context/edkContext.ts');
        const { listReleases, readRelease } = await import('../../core/useCases/install/listReleases.ts');
        const { readDeployments } = await import('../../core/useCases/deploy/deploymentRecord.ts');
        const platform = connectToPlatform(edk);
        const { settings } = edk;
        const ours = (await readDeployments(settings)).filter((record) => record.platform === platform.baseUrl);
        const names = ours.map(({ releaseName }) => releaseName);
        const releases =
          release === undefined
            ? await listReleases(platform, names, step.signal)
            : [await readRelease(platform, release, step.signal)];
        show(`platform  ${platform.baseUrl}\nregistry  ${settings.registry.push}\nversion   ${settings.buildVersion}`);
        for (const { name, version = '', state, pods, links } of releases) {
          show(`\n${`${name} ${version}`.trimEnd()}\n  ${state}`);
          for (const line of [...pods, ...links]) show(`  ${line}`);
        }
        if (releases.length === 0) show('\nNo releases are installed.');
        return { platform: platform.baseUrl, releases };
      });
    });
}

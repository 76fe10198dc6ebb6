import type { Command } from 'commander';
import { EdkError } from '../../core/errors/edkError.ts';
import { runVerb, type CommonOptions } from '../verb.ts';

export function addStatus(program: Command): void {
  program
    .command('status')
    .description('Show the platform and, of each release or of one, its state and pods.')
    .argument('[release]', 'only this one')
    .addHelpText('after', '\nExamples:\n  $ edk status\n  $ edk status liver-radiomics-workflow --json')
    .action(async (release: string | undefined, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<CommonOptions>();
      const request = { verb: 'status', options, folder: process.cwd(), record: { kind: 'none' } } as const;
      await runVerb(request, async ({ edk, step, show }) => {
        const { connectToPlatform } = await import('../../core/useCases/context/edkContext.ts');
        const { listCatalogue } = await import('../../core/useCases/install/listCatalogue.ts');
        const platform = connectToPlatform(edk);
        const { rows } = await listCatalogue(platform, 'extensions', step.signal);
        const releases = rows.filter(({ state, name }) => state !== 'not installed' && (release ?? name) === name);
        if (release !== undefined && releases.length === 0) {
          throw new EdkError('platform.unknownExtension', `There is no release "${release}".`);
        }
        const { settings } = edk;
        show(`platform  ${platform.baseUrl}\nregistry  ${settings.registry.push}\nversion   ${settings.buildVersion}`);
        for (const { name, version, state, pods } of releases) {
          show(`\n${name} ${version}\n  ${state}`);
          for (const pod of pods) show(`  ${pod}`);
        }
        if (releases.length === 0) show('\nNo release is installed.');
        return { platform: platform.baseUrl, releases };
      });
    });
}

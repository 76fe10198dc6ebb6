import type { Command } from 'commander';
import { formatTable } from '../output/formatTable.ts';
import { runCommand } from '../runCommand.ts';

/** Signing in to a platform from outside; inside it, nobody has to. */
export function addPlatformSignIn(platform: Command): void {
  addLogin(platform);
  addLogout(platform);
  addProjects(platform);
}

function addLogin(platform: Command): void {
  platform
    .command('login')
    .description('Sign in with the browser. The sign-in is kept in a file that only you can read.')
    .addHelpText(
      'after',
      [
        '\nScripts sign in through the environment instead: EDK_PLATFORM_TOKEN, or EDK_PLATFORM_USER and',
        'EDK_PLATFORM_PASSWORD, or EDK_PLATFORM_CLIENT_SECRET. Set EDK_PLATFORM_ISSUER and EDK_PLATFORM_CLIENT_ID',
        'if the issuer is not <host>/auth/realms/kaapana or the client is not "kaapana".',
        '\nExamples:\n  $ edk platform login --platform-url https://kaapana.example.org/kube-helm-api',
      ].join('\n'),
    )
    .action(async (_options: unknown, command: Command) => {
      await runCommand(command, { kind: 'none' }, async ({ edk, step, show }) => {
        const { signIn } = await import('../../core/useCases/context/platformSignIn.ts');
        const signedIn = await signIn(edk, step);
        show('You are signed in.');
        return signedIn;
      });
    });
}

function addLogout(platform: Command): void {
  platform
    .command('logout')
    .description('Sign out and remove the kept sign-in.')
    .addHelpText('after', '\nExamples:\n  $ edk platform logout')
    .action(async (_options: unknown, command: Command) => {
      await runCommand(command, { kind: 'none' }, async ({ edk, show }) => {
        const { signOut } = await import('../../core/useCases/context/platformSignIn.ts');
        await signOut(edk);
        show('You are signed out.');
        return {};
      });
    });
}

function addProjects(platform: Command): void {
  platform
    .command('projects')
    .description('List your projects on the platform, or select the one to launch applications in.')
    .option('--select <project>', 'ID or name of the project to select')
    .addHelpText('after', '\nExamples:\n  $ edk platform projects\n  $ edk platform projects --select admin')
    .action(async (_options: unknown, command: Command) => {
      await runCommand<{ select?: string }>(command, { kind: 'none' }, async ({ options, edk, step, show }) => {
        if (options.select !== undefined) {
          const { selectProject } = await import('../../core/useCases/context/platformSignIn.ts');
          const selected = await selectProject(edk, options.select, step.signal);
          show(`Applications will be launched in ${selected.name}.`);
          return { selected };
        }
        const { connectToPlatform } = await import('../../core/useCases/context/edkContext.ts');
        const { listProjects } = await import('../../core/platform/platformActions.ts');
        const projects = await listProjects(connectToPlatform(edk), step.signal);
        const chosen = edk.settings.platformProject?.id;
        show(
          formatTable(
            ['', 'ID', 'NAME'],
            projects.map(({ id, name }) => [id === chosen ? '*' : '', id, name]),
            'You have no projects on the platform.',
          ),
        );
        return { projects, selected: edk.settings.platformProject };
      });
    });
}

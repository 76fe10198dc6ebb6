import { InvalidArgumentError, type Command } from 'commander';
import { runCommand } from '../runCommand.ts';

type FaultOptions = Readonly<Record<string, boolean | number>>;

/** Lets the local platform go wrong on purpose, for tests and demonstrations. */
export function addPlatformFaults(platform: Command): void {
  platform
    .command('faults')
    .description('Let the local platform go wrong on purpose: the faults named from now on, all others no more.')
    .argument('[faults...]', 'name, or name=number', addFault, {})
    .addHelpText(
      'after',
      [
        '\nFaults:',
        '  latency=MS          every request waits',
        '  errors              every request is answered with 500',
        '  hanging             no request is answered',
        '  dropAfterBytes=N    connections end after so many bytes',
        '  loginPage           every request is answered with the page of a login',
        '  staleList           the list stays as it is',
        '  failsAfterInstall   installs are accepted, and fail a moment later',
        '  slowPods=MS         containers wait before they start',
        '  fullDisk            nothing can be uploaded',
        '\nExamples:',
        '  $ edk platform faults latency=3000 staleList',
        '  $ edk platform faults               (all off)',
      ].join('\n'),
    )
    .action(async (faults: FaultOptions, _options: unknown, command: Command) => {
      await runCommand(command, { kind: 'none' }, async ({ edk, step, show }) => {
        const { connectToPlatform } = await import('../../core/useCases/context/edkContext.ts');
        const { switchFaults } = await import('../../core/platform/localPlatformRequests.ts');
        const all = await switchFaults(connectToPlatform(edk), faults, step.signal);
        const on = Object.entries(all).filter(([, value]) => value !== false && value !== 0);
        const names = on.map(([name, value]) => (value === true ? name : `${name}=${value}`));
        show(names.length === 0 ? 'No fault is switched on.' : `Switched on: ${names.join(', ')}.`);
        return all;
      });
    });
}

function addFault(text: string, before: FaultOptions): FaultOptions {
  const [name = '', value] = text.split('=');
  if (value === undefined) return { ...before, [name]: true };
  const number = Number(value);
  if (value === '' || !Number.isFinite(number)) throw new InvalidArgumentError('Write it as name or name=number.');
  return { ...before, [name]: number };
}

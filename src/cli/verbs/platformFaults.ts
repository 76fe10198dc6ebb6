import { Argument, InvalidArgumentError, type Command } from 'commander';
import { runCommand } from '../runCommand.ts';

type FaultOptions = Readonly<Record<string, boolean | number>>;

/** Injects faults into the local platform, for tests and demonstrations. */
export function addPlatformFaults(platform: Command): void {
  platform
    .command('faults')
    .description('Inject faults into the local platform. Faults not listed are turned off.')
    .addArgument(new Argument('[faults...]', 'name or name=number').argParser(addFault).default({}, 'all off'))
    .addHelpText(
      'after',
      [
        '\nFaults:',
        '  latency=MS          delay every request',
        '  errors              answer every request with 500',
        '  hanging             answer no request',
        '  dropAfterBytes=N    close every connection after N bytes',
        '  loginPage           answer every request with a login page',
        '  staleList           stop updating the list',
        '  failsAfterInstall   accept installs, which then fail',
        '  slowPods=MS         delay the start of containers',
        '  fullDisk            reject uploads, as if the disk were full',
        '\nExamples:',
        '  $ edk platform faults latency=3000 staleList',
        '  $ edk platform faults               (all off)',
      ].join('\n'),
    )
    .action(async (faults: FaultOptions, _options: unknown, command: Command) => {
      await runCommand(command, { kind: 'none' }, async ({ edk, step, show }) => {
        const { connectToPlatform } = await import('../../core/useCases/context/edkContext.ts');
        const { switchFaults } = await import('../../core/platform/platformActions.ts');
        const all = await switchFaults(connectToPlatform(edk), faults, step.signal);
        const on = Object.entries(all).filter(([, value]) => value !== false && value !== 0);
        const names = on.map(([name, value]) => (value === true ? name : `${name}=${value}`));
        show(names.length === 0 ? 'No faults are active.' : `Active faults: ${names.join(', ')}.`);
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

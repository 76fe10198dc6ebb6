import type { Command } from 'commander';
import pc from 'picocolors';
import { EdkError } from '../../core/errors/edkError.ts';
import { runCommand } from '../runCommand.ts';

const marks = { ok: pc.green('✔'), warning: pc.yellow('!'), problem: pc.red('✖') } as const;

export function addDoctor(program: Command): void {
  program
    .command('doctor')
    .description('Check the setup (Docker, Helm, registry, platform, disk) and say how to fix what is wrong.')
    .addHelpText('after', '\nExamples:\n  $ edk doctor\n  $ edk doctor --json')
    .action(async (_options: unknown, command: Command) => {
      await runCommand(command, { kind: 'none' }, async ({ options, edk, step, show }) => {
        const { createDoctorContext } = await import('../../core/useCases/context/doctorContext.ts');
        const { runDoctor } = await import('../../core/doctor/runDoctor.ts');
        const results = await runDoctor(createDoctorContext(edk, step.signal));
        for (const { status, title, what, remedy } of results) {
          show(`${marks[status]} ${pc.bold(title)}: ${what}`);
          if (status !== 'ok' && remedy !== undefined) show(`  ${pc.green('→')} ${remedy}`);
        }
        const problems = results.filter(({ status }) => status === 'problem');
        if (problems.length > 0) {
          const missing = problems.map(({ title }) => title).join(', ');
          throw new EdkError('doctor.problems', `Not ready: ${missing}.`, {
            detail: options.json === true ? JSON.stringify(results) : undefined,
          });
        }
        return { results };
      });
    });
}

import { resolve } from 'node:path';
import type { Command } from 'commander';
import { EdkError } from '../../core/errors/edkError.ts';
import { runCommand } from '../runCommand.ts';

interface NewOptions {
  readonly dir?: string;
  readonly name?: string;
  readonly title?: string;
  readonly description?: string;
  readonly maturity?: string;
  readonly hardware?: string;
  readonly instances?: string;
  readonly yes?: boolean;
  readonly force?: boolean;
}

export function addNew(program: Command): void {
  program
    .command('new')
    .description('Create an extension from a template.')
    .argument('[kind]', 'workflow or application', 'workflow')
    .option('--name <name>', 'name of the extension, e.g. liver-radiomics')
    .option('--title <title>', 'display name')
    .option('--description <text>', 'what it does, in one sentence')
    .option('--maturity <maturity>', 'stable or experimental')
    .option('--hardware <hardware>', 'cpu or gpu')
    .option('--instances <number>', 'for an application: one, or many (can be launched several times)')
    .option('--dir <folder>', 'folder to create (default: <name> in the workspace)')
    .option('--yes', 'use the defaults without asking')
    .option('--force', 'write into an existing folder; files of the template are overwritten, others are kept')
    .addHelpText(
      'after',
      '\nExamples:\n  $ edk new workflow\n  $ edk new workflow --name liver-radiomics --hardware gpu --yes' +
        '\n  $ edk new application --name slide-viewer --instances many',
    )
    .action(async (kind: string, _options: unknown, command: Command) => {
      await runCommand<NewOptions>(command, { kind: 'none' }, async ({ options, edk, step, show }) => {
        const { listTemplates } = await import('../../core/scaffold/readTemplate.ts');
        const { readTemplate } = await import('../../core/scaffold/readTemplate.ts');
        const { planScaffold } = await import('../../core/scaffold/planScaffold.ts');
        const { writeScaffold } = await import('../../core/scaffold/writeScaffold.ts');

        const templates = await listTemplates(edk.templatesFolder);
        const template = templates.find(({ manifest }) => manifest.kind === kind);
        if (template === undefined) {
          const kinds = [...new Set(templates.map(({ manifest }) => manifest.kind))].join(', ');
          throw new EdkError('usage', `Unknown kind "${kind}". Choose one of: ${kinds}.`);
        }
        const { name, title, description, maturity, hardware, instances } = options;
        const given = Object.fromEntries(
          Object.entries({ name, title, description, maturity, hardware, instances }).flatMap(([id, answer]) =>
            answer === undefined ? [] : [[id, answer]],
          ),
        );
        const isInteractive = process.stdin.isTTY && process.stdout.isTTY && options.json !== true;
        const mayAsk = options.yes !== true && isInteractive;
        const { askQuestions } = await import('../askQuestions.ts');
        const answers = mayAsk ? await askQuestions(template.manifest, given, step.signal) : given;
        const plan = planScaffold(await readTemplate(template.folder), answers);
        const target = resolve(options.dir ?? resolve(edk.settings.workspace, plan.name));
        await step.run(`Create ${plan.name}`, async (writing) => {
          await writeScaffold(plan, target, { existing: options.force === true ? 'overwrite' : 'refuse' });
          writing.result(`${plan.files.length} files in ${target}`);
        });
        const openFirst = resolve(target, plan.openFirst);
        show(`\nNext, edit ${openFirst}, then run\n  edk deploy --dir ${target}`);
        return { name: plan.name, folder: target, openFirst };
      });
    });
}

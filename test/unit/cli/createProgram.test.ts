import assert from 'node:assert/strict';
import { CommanderError, type Command } from 'commander';
import { createProgram } from '../../../src/cli/createProgram.ts';
import { reportWrongUsage } from '../../../src/cli/reportWrongUsage.ts';

describe('the command line of edk', () => {
  for (const path of verbPaths(createProgram(), [])) {
    const verb = ['edk', ...path].join(' ');
    it(`${verb} --help says what it does and shows an example`, () => {
      const { text, error } = parse([...path, '--help']);
      assert.equal(error.exitCode, 0);
      assert.match(text, new RegExp(`^Usage: ${verb}\\b`, 'm'));
      assert.match(text, new RegExp(`^ {2}\\$ ${path.length === 0 ? 'edk' : verb}`, 'm'));
      assert.match(text, /^Usage: .+\n\n[A-Z][^]+?\.\n\n/);
    });
  }

  it('edk --help explains the order of settings and every exit code', () => {
    const { text } = parse(['--help']);
    assert.match(text, /flags win over edk\.yaml, edk\.yaml over the environment/);
    for (const code of [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 130]) assert.match(text, new RegExp(`\\b${code} [a-z]`));
  });

  const wrong: readonly (readonly [title: string, args: string, says: RegExp])[] = [
    ['an unknown verb', 'destroy', /unknown command 'destroy'/],
    ['a mistyped verb', 'depoly', /Did you mean deploy\?/],
    ['an unknown verb below another', 'build everything', /unknown command 'everything'/],
    ['an unknown option', 'deploy --bogus', /unknown option '--bogus'/],
    ['a mistyped option', 'deploy --timeuot 3', /Did you mean --timeout\?/],
    ['an option without its value', 'new --name', /'--name <name>' argument missing/],
    ['a missing argument', 'install', /missing required argument 'extension'/],
    ['one argument too many', 'deploy here', /too many arguments for 'deploy'/],
    ['a time that is no number', 'deploy --timeout soon', /number of seconds greater than zero/],
    ['a port that is no port', 'platform start --port 70000', /number from 1 to 65535/],
    ['a parameter without a value', 'install some --set key', /Write it as key=value/],
    ['no verb', '', /Usage: edk/],
    ['half a verb', 'build', /Usage: edk build/],
  ];
  for (const [title, args, says] of wrong) {
    it(`answers ${title} with exit code 2 and a hint, in JSON as well`, () => {
      const given = args === '' ? [] : args.split(' ');
      const { text, error } = parse(given);
      assert.match(text, says);
      assert.match(text, /\(add --help for more\)|Exit codes:|^Examples:/m);
      assert.deepEqual(tell(error, given), { exitCode: 2, lines: [] });

      const { exitCode, lines } = tell(error, [...given, '--json']);
      assert.equal(exitCode, 2);
      assert.equal(lines.length, 1);
      const event = JSON.parse(lines[0] ?? '') as { type: string; outcome: string; error: Record<string, string> };
      assert.equal(event.type, 'job-finished');
      assert.equal(event.outcome, 'failed');
      assert.equal(event.error['code'], 'usage');
      assert.doesNotMatch(event.error['message'] ?? '', /^error|^\(/);
      assert.match(event.error['remedy'] ?? '', /--help/);
    });
  }
});

/** Every command with the words that lead to it; hidden ones are for edk itself. */
function verbPaths(command: Command, path: readonly string[]): string[][] {
  const visible = command.createHelp().visibleCommands(command);
  return [
    [...path],
    ...visible.filter((inner) => inner.name() !== 'help').flatMap((inner) => verbPaths(inner, [...path, inner.name()])),
  ];
}

/** What Commander prints and ends with. */
function parse(args: readonly string[]): { readonly text: string; readonly error: CommanderError } {
  let text = '';
  const program = createProgram();
  const write = (part: string): void => void (text += part);
  for (const command of allCommands(program)) command.configureOutput({ writeOut: write, writeErr: write });
  try {
    program.parse(args, { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) return { text, error };
    throw error;
  }
  return assert.fail(`"edk ${args.join(' ')}" was accepted.`);
}

function allCommands(command: Command): Command[] {
  return [command, ...command.commands.flatMap(allCommands)];
}

function tell(error: CommanderError, argv: readonly string[]): { exitCode: number; lines: string[] } {
  const lines: string[] = [];
  const exitCode = reportWrongUsage(error, argv, { write: (line) => lines.push(line) });
  return { exitCode, lines };
}

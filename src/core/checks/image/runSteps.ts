import type { SourceRange } from '../../project/sourceFile.ts';
import type { ProjectImage } from '../../project/project.ts';

/** One command of a RUN, as the shell splits it. Redirections and substitutions remain words. */
interface ShellCommand {
  readonly words: readonly string[];
  /** From the first to the last word. */
  readonly range: SourceRange;
}

export interface RunStep {
  readonly commands: readonly ShellCommand[];
  readonly range: SourceRange;
  /** Counts from 0. */
  readonly stage: number;
  /** Index among the instructions of the file. */
  readonly index: number;
}

/** The RUN steps of a Dockerfile with their commands. */
export function runSteps({ file }: ProjectImage): RunStep[] {
  const steps: RunStep[] = [];
  let stage = -1;
  for (const [index, instruction] of file.dockerfile.getInstructions().entries()) {
    if (instruction.getKeyword() === 'FROM') stage += 1;
    if (instruction.getKeyword() !== 'RUN') continue;
    const range = file.rangeOfLines(instruction.getRange());
    const start = file.line(range.line).start + range.column - 1;
    const end = file.line(range.endLine).start + range.endColumn - 1;
    steps.push({
      commands: splitCommands(file.text, start, end).map(({ words, from, to }) => ({
        words,
        range: file.rangeOf(from, to),
      })),
      range,
      stage,
      index,
    });
  }
  return steps;
}

interface RawCommand {
  words: string[];
  from: number;
  to: number;
}

/** Quotes, escapes, comment lines and the operators that end a command. In JSON form, the brackets count as words. */
const token =
  /\\\r?\n(?:[ \t]*#[^\n]*\n)*|[ \t]+|(?:^|(?<=\n))[ \t]*#[^\n]*\n?|(?:&&|\|\||[;&|\r\n()])|(?:"(?:\\.|[^"\\])*"?|'[^']*'?|\\.|[^\s"'\\;&|()])+|[\s\S]/gu;

function splitCommands(text: string, start: number, end: number): RawCommand[] {
  const commands: RawCommand[] = [];
  let current: RawCommand | undefined;
  // The keyword and its flags are not part of a command.
  const head = /^\s*\w+(?:\s+--[\w-]+(?:=\S+)?)*/u.exec(text.slice(start, end))?.[0].length ?? 0;
  for (const match of text.slice(start + head, end).matchAll(token)) {
    const [part] = match;
    const from = start + head + match.index;
    if (/^(?:\\\r?\n|[ \t]|[ \t]*#)/u.test(part)) continue;
    if (/^(?:&&|\|\||[;&|\r\n(){}]|\[)$/u.test(part)) {
      current = undefined;
      continue;
    }
    if (current === undefined) commands.push((current = { words: [], from, to: from }));
    current.words.push(part.replaceAll(/["']/gu, '').replaceAll(/\\(.)/gu, '$1'));
    current.to = from + part.length;
  }
  return commands;
}

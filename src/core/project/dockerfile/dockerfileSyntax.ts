import { DockerfileParser, type Dockerfile, type Instruction } from 'dockerfile-ast';
import { EdkError } from '../../errors/edkError.ts';

/** A place in a Dockerfile as its parser counts: lines and characters from 0. */
export interface LinePosition {
  readonly line: number;
  readonly character: number;
}

export interface LineRange {
  readonly start: LinePosition;
  readonly end: LinePosition;
}

export interface DockerfileInstruction {
  readonly keyword: string;
  /** The instruction on one line, as builders name it in their messages. */
  readonly text: string;
  /** Counts from 1. */
  readonly line: number;
  /** Counts from 0; -1 for what is before the first FROM. */
  readonly stage: number;
  readonly stageName: string | undefined;
}

/** The one way from the text of a Dockerfile to its instructions; every place counts in the text as it is. */
export function parseDockerfileSyntax(text: string): Dockerfile {
  return DockerfileParser.parse(normalizeHeredocs(text));
}

/** `<< EOF` and `3<<EOF`, which BuildKit takes; not `<<<`. */
const unusualStart = /(?<![<\w])(\d*)<<(-?)([ \t]*)(?=(["']?)([A-Za-z_]\w*)\4)/g;

/**
 * Heredocs with blanks or a file descriptor, written as the parser of Dockerfiles knows them, so that it takes no line
 * of their body for an instruction. Every place in the text stays where it is. `<<` without a closing line is left
 * alone: it may be something else, such as `$((1 << n))`.
 */
function normalizeHeredocs(text: string): string {
  return text.replace(unusualStart, (start: string, ...groups: unknown[]) => {
    const [descriptor, dash, blanks, , name, offset] = groups as [string, string, string, string, string, number];
    if (descriptor === '' && blanks === '') return start;
    const closing = new RegExp(`^[ \\t]*${name}[ \\t]*\\r?$`, 'm');
    if (!closing.test(text.slice(offset))) return start;
    return `${' '.repeat(descriptor.length + blanks.length)}<<${dash}`;
  });
}

const known = new Set(
  (
    'ADD ARG CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL MAINTAINER ONBUILD RUN SHELL STOPSIGNAL USER ' +
    'VOLUME WORKDIR'
  ).split(' '),
);

/**
 * Refuses what no Docker Engine would build, so that the mistake is named before anything is sent.
 *
 * @throws EdkError `dockerfile.invalid` with line and column.
 */
export function checkInstructions(dockerfile: Dockerfile, file: string): void {
  const instructions = dockerfile.getInstructions();
  for (const instruction of instructions) {
    const keyword = instruction.getKeyword();
    if (!known.has(keyword)) {
      throw invalid(`Unknown instruction "${instruction.getInstruction()}".`, instruction, file);
    }
    if (instruction.getArguments().length === 0 && !hasHeredoc(instruction)) {
      throw invalid(`${keyword} needs an argument.`, instruction, file);
    }
  }
  const first = instructions.find((instruction) => instruction.getKeyword() !== 'ARG');
  if (first === undefined) {
    throw new EdkError('dockerfile.invalid', `${file} has no FROM instruction.`, { place: { file } });
  }
  if (first.getKeyword() !== 'FROM') {
    throw invalid(`${first.getKeyword()} is before the first FROM.`, first, file);
  }
}

function hasHeredoc(instruction: Instruction): boolean {
  return instruction.getRawArgumentsContent()?.includes('<<') ?? false;
}

function invalid(message: string, instruction: Instruction, file: string): EdkError {
  const { line, character } = instruction.getInstructionRange().start;
  return new EdkError('dockerfile.invalid', `${file}:${line + 1}: ${message}`, {
    place: { file, line: line + 1, column: character + 1 },
  });
}

import type { Dockerfile, Instruction } from 'dockerfile-ast';
import { EdkError } from '../../errors/edkError.ts';

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
      throw invalid(`There is no instruction "${instruction.getInstruction()}".`, instruction, file);
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
    throw invalid(`${first.getKeyword()} stands before the first FROM.`, first, file);
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

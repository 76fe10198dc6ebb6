import type { Dockerfile } from 'dockerfile-ast';
import { EdkError } from '../../errors/edkError.ts';
import type { BaseReference } from './readBases.ts';
import { checkInstructions } from './checkInstructions.ts';
import type { DockerfileInstruction } from './dockerfileInstruction.ts';
import { parseDockerfileSyntax } from './dockerfileSyntax.ts';
import { readBases } from './readBases.ts';
import { readLabels, type DockerfileLabel } from './readLabels.ts';

export interface ParsedDockerfile {
  readonly labels: ReadonlyMap<string, DockerfileLabel>;
  /** Images from outside this file: stages of the file itself and `scratch` are left out. */
  readonly bases: readonly BaseReference[];
  /** The steps that BuildKit counts as `[stage n/m]`, and the others, in the order of the file. */
  readonly instructions: readonly DockerfileInstruction[];
}

/**
 * @throws EdkError `dockerfile.empty`; `dockerfile.invalid` with line and column.
 */
export function parseDockerfile(
  text: string,
  file: string,
  buildArguments: Readonly<Record<string, string>>,
): ParsedDockerfile {
  const dockerfile = parseDockerfileSyntax(text);
  if (dockerfile.getInstructions().length === 0) {
    throw new EdkError('dockerfile.empty', `${file} has no instruction.`, { place: { file } });
  }
  checkInstructions(dockerfile, file);
  return {
    labels: readLabels(dockerfile, file),
    bases: readBases(dockerfile, { text, file, buildArguments }),
    instructions: listInstructions(dockerfile),
  };
}

function listInstructions(dockerfile: Dockerfile): DockerfileInstruction[] {
  const stageNames = dockerfile.getFROMs().map((from) => from.getBuildStage() ?? undefined);
  let stage = -1;
  return dockerfile.getInstructions().map((instruction) => {
    const keyword = instruction.getKeyword();
    if (keyword === 'FROM') stage++;
    return {
      keyword,
      text: instruction
        .getTextContent()
        .replace(/^\S+/, keyword)
        .replace(/\\\r?\n\s*/g, '')
        .replace(/\s+/g, ' '),
      line: instruction.getRange().start.line + 1,
      stage,
      stageName: stageNames[stage],
    };
  });
}

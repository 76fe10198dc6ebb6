import type { DockerfileInstruction } from '../../project/dockerfile/dockerfileInstruction.ts';

/** Only these are numbered by BuildKit, FROM as the first where it fetches an image. */
const counted = new Set(['FROM', 'RUN', 'COPY', 'ADD', 'WORKDIR']);

/**
 * The line of the Dockerfile that a builder means by `[2/3] RUN make`, `[stage-1 2/3] ...` or `Step 4/7 : RUN make`;
 * undefined when it cannot be told.
 */
export function failedLine(stepName: string, instructions: readonly DockerfileInstruction[]): number | undefined {
  const classic = /^Step (\d+)\/\d+ : /.exec(stepName);
  if (classic !== null) return instructions[Number(classic[1]) - 1]?.line;
  const named = /^\[(?:(\S+) )?(\d+)\/\d+\] (\w+)\s?(.*)$/s.exec(stepName);
  if (named === null) return undefined;
  const [, stage, position, keyword = '', rest = ''] = named;
  const inStage = instructions.filter((instruction) => isStage(instruction, stage, instructions));
  const byNumber = inStage.filter((one) => isCounted(one, instructions))[Number(position) - 1];
  if (byNumber?.keyword === keyword) return byNumber.line;
  // Triggers of a base shift the numbers.
  const text = `${keyword} ${rest}`.replace(/\s+/g, ' ');
  return instructions.find((instruction) => instruction.text === text)?.line;
}

function isCounted({ keyword, text }: DockerfileInstruction, all: readonly DockerfileInstruction[]): boolean {
  if (!counted.has(keyword)) return false;
  const [, image] = /^FROM (?:--\S+ )*(\S+)/.exec(text) ?? [];
  if (image === undefined) return true;
  const name = image.toLowerCase();
  return name !== 'scratch' && !all.some(({ stageName }) => stageName?.toLowerCase() === name);
}

function isStage(
  instruction: DockerfileInstruction,
  stage: string | undefined,
  all: readonly DockerfileInstruction[],
): boolean {
  if (instruction.stage < 0) return false;
  if (stage === undefined) return instruction.stage === all.at(-1)?.stage;
  return instruction.stageName?.toLowerCase() === stage.toLowerCase() || `stage-${instruction.stage}` === stage;
}

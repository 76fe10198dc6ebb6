import { EdkError, type SourcePlace } from '../../errors/edkError.ts';
import { lastLines } from '../../text/plainText.ts';
import type { PlannedImage } from '../plan/imagePlan.ts';
import { withoutTag } from '../../project/references/imageReference.ts';
import type { BuildLog, FailedStep } from './buildLog.ts';
import { usualBaseRemedy, usualRemedy } from './usualCauses.ts';
import type { DockerfileInstruction } from '../../project/dockerfile/dockerfileSyntax.ts';

/** How many lines of the failed step's output the error contains. */
const shownLines = 20;

/** Turns a builder's complaint into an error at the line of the user's Dockerfile. */
export function explainBuildFailure(image: PlannedImage, log: BuildLog): EdkError {
  const complaint = log.error ?? 'The Docker Engine ended the build without reporting a result.';
  const step = log.failedStep;
  const base = missingBase(image, `${step?.name ?? ''} ${complaint}`);
  if (base !== undefined) {
    return new EdkError('image.baseUnknown', `${at(base.place)}: the base image ${base.reference} is not available.`, {
      detail: complaint,
      place: base.place,
      remedy:
        usualBaseRemedy(complaint) ??
        'Check its name and tag, sign in to its registry, or load it with "docker pull" or "docker load".',
    });
  }
  const dockerfile = image.source.file.file;
  const parseError = /dockerfile parse error(?: on)? line (\d+):? (.*)/is.exec(complaint);
  if (parseError !== null) {
    const place = { file: dockerfile, line: Number(parseError[1]) };
    const message = `${at(place)}: ${parseError[2] ?? complaint}`;
    return new EdkError('dockerfile.invalid', message, { place, ...heredocRemedy(image) });
  }
  const line = step === undefined ? undefined : failedLine(step.name, image.source.instructions);
  const place = { file: dockerfile, line };
  const output = step?.output ?? [];
  // The complaint repeats the command, which may contain words of other causes.
  const remedy =
    mountRemedy(image, line) ?? usualRemedy(output.length === 0 ? complaint : output.join('\n'), exitCodeIn(complaint));
  return new EdkError('build.failed', `${at(place)}: the build of "${image.source.name}" failed${inStep(step)}.`, {
    place,
    detail: `${lastLines([...output, complaint].join('\n'), shownLines + 1)}\nFull log: edk log ${image.source.name}`,
    ...(remedy === undefined ? {} : { remedy }),
  });
}

/** Builders of older Engines treat the lines of a heredoc as instructions. */
function heredocRemedy({ source }: PlannedImage): { readonly remedy?: string } {
  if (!/^\s*(?:RUN|COPY|ADD)\b.*<<-?["']?\w/im.test(source.file.text)) return {};
  return {
    remedy:
      'If this Docker Engine\'s own builder does not support "<<", put "# syntax=docker/dockerfile:1" on the first line of ' +
      'the Dockerfile, or update the Engine.',
  };
}

/** Features that edk does not pass to builds, whatever the step's output says. */
function mountRemedy({ source }: PlannedImage, line: number | undefined): string | undefined {
  const text = source.instructions.find((instruction) => instruction.line === line)?.text ?? '';
  const [, kind] = /--mount=(?:\S*,)?type=(secret|ssh)\b/.exec(text) ?? [];
  if (kind === undefined) return undefined;
  const given = kind === 'secret' ? 'secrets' : 'SSH keys';
  return (
    `edk does not pass ${given} to builds, so --mount=type=${kind} finds nothing. Copy in what the step needs from an ` +
    'image that you build with the docker command, or fetch it before the build.'
  );
}

function exitCodeIn(complaint: string): number | undefined {
  const [, code] = /(?:exit code|non-zero code): (\d+)\s*$/.exec(complaint) ?? [];
  return code === undefined ? undefined : Number(code);
}

function inStep(step: FailedStep | undefined): string {
  return step === undefined ? '' : ` in ${step.name.replace(/^\[.*?\] |^Step \S+ : /, '')}`;
}

function missingBase({ source }: PlannedImage, text: string): PlannedImage['source']['bases'][number] | undefined {
  if (!/load metadata|resolve image config|pull access denied|manifest unknown|failed to resolve/i.test(text)) {
    return undefined;
  }
  return source.bases.find(({ reference }) => {
    const repository = withoutTag(reference).replace(/^local-only\//, '/');
    return text.includes(reference) || text.includes(`${repository}:`) || text.includes(`${repository}@`);
  });
}

function at({ file, line }: SourcePlace): string {
  return line === undefined ? file : `${file}:${line}`;
}

/** BuildKit numbers only these, with FROM as the first if it pulls an image. */
const counted = new Set(['FROM', 'RUN', 'COPY', 'ADD', 'WORKDIR']);

/**
 * The line of the Dockerfile for a builder's `[2/3] RUN make`, `[stage-1 2/3] ...` or `Step 4/7 : RUN make`; undefined
 * if it is unknown.
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
  // ONBUILD instructions of a base shift the numbers.
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

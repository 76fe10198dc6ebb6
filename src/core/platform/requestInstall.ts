import { checkParameters, encodeParameter } from '../../shared/parameters/checkParameters.ts';
import type { ParameterValue } from '../../shared/parameters/parameter.ts';
import { sayProblem } from '../../shared/parameters/problem.ts';
import { EdkError } from '../errors/edkError.ts';
import { callPlatform, isUnknownPath, expectSuccess, type PlatformCall } from './callPlatform.ts';
import { checkReleaseName, checkVersion } from './checkNames.ts';
import { paceOf, type PlatformConnection } from './platformConnection.ts';
import { quoteAnswer, quoteServerText } from './readAnswer.ts';

export interface InstallRequest {
  readonly chartName: string;
  readonly version: string;
  /** As in the list or the chart; they determine the kind of the extension. */
  readonly keywords: readonly string[];
  /** Every parameter of the extension, including defaults, which the platform does not fill in. */
  readonly parameters: Readonly<Record<string, ParameterValue>>;
}

/** The platform's answer. `refused` is not yet a failure: a slow installation continues after it. */
export type InstallAnswer =
  | { readonly kind: 'installed' | 'alreadyInstalled'; readonly releaseName: string }
  | {
      readonly kind: 'refused';
      readonly status: number;
      readonly releaseName: string | undefined;
      readonly text: string;
    };

const answers = [
  ['installed', /^Successfully installed:?\s+(\S+)\s*$/i],
  ['alreadyInstalled', /^Chart is already installed:?\s+(\S+)\s*$/i],
] as const;

/**
 * @throws EdkError `name.invalid`, `parameter.invalid` or, for an instance without a project, `usage` before anything
 * is sent.
 */
export async function requestInstall(
  platform: PlatformConnection,
  request: InstallRequest,
  signal: AbortSignal,
): Promise<InstallAnswer> {
  checkReleaseName(request.chartName);
  checkVersion(request.version);
  refuseLossyParameters(request.parameters);
  if (request.keywords.includes('kaapanamultiinstallable') && platform.project === undefined) {
    throw new EdkError('usage', `${request.chartName} is launched for a project, but no project is selected.`, {
      remedy:
        'Name one of the platform\'s projects: the setting "Platform Project", --platform-project <id>:<name>, or ' +
        '"platformProject" in edk.yaml.',
    });
  }
  const call: PlatformCall = {
    method: 'POST',
    path: '/helm-install-chart',
    headers: {
      'content-type': 'application/json',
      ...(platform.project === undefined ? {} : { project: asciiJson(platform.project) }),
    },
    body: JSON.stringify(bodyOf(request)),
    deadlineMs: paceOf(platform).installDeadlineMs,
  };
  const answer = await callPlatform(platform, call, signal);
  if (isUnknownPath(answer)) expectSuccess(platform, call, answer);
  const text = quoteServerText(answer.text());
  if (answer.status >= 300) {
    const releaseName = /command failed for (\S+)$/.exec(text)?.[1];
    return { kind: 'refused', status: answer.status, releaseName, text: quoteAnswer(answer) };
  }
  for (const [kind, pattern] of answers) {
    const releaseName = pattern.exec(text)?.[1];
    if (releaseName !== undefined) return { kind, releaseName };
  }
  throw new EdkError('platform.badAnswer', 'The platform did not report whether it installed the extension.', {
    detail: text,
  });
}

function bodyOf(request: InstallRequest): Record<string, unknown> {
  const parameters = Object.entries(request.parameters).map(([key, value]) => [key, encodeParameter(value)] as const);
  return {
    name: request.chartName,
    version: request.version,
    keywords: request.keywords,
    ...(parameters.length === 0 ? {} : { extension_params: Object.fromEntries(parameters) }),
  };
}

function refuseLossyParameters(parameters: InstallRequest['parameters']): void {
  const problems = checkParameters(parameters);
  if (problems.length === 0) return;
  const message = problems
    .map(({ key, problem }) => (key === '' ? sayProblem(problem) : `${key}: ${sayProblem(problem)}`))
    .join(' ');
  throw new EdkError('parameter.invalid', `The parameters would not reach the extension unchanged. ${message}`);
}

// A header cannot contain other characters.
function asciiJson(value: unknown): string {
  return JSON.stringify(value).replaceAll(
    /[^\x20-\x7e]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

import { operatorImages } from '../../checks/reference/operatorImages.ts';
import { EdkError, type SourcePlace } from '../../errors/edkError.ts';
import { isLatest } from '../../project/references/imageReference.ts';
import type { BuiltProject } from '../build/buildProject.ts';
import type { Settings } from '../../settings/settings.ts';

interface Pull {
  readonly who: string;
  readonly why: string;
  readonly place: SourcePlace | undefined;
}

/**
 * Rejects an extension whose pods pull their images each time they start: on a platform without a network they would
 * never run, although the node has the images. Kubernetes pulls each time with the policy Always, and for `latest`
 * without a policy.
 *
 * @throws EdkError `chart.invalid`, listing all of them, with the place of the first.
 */
export function requireOfflinePulls(settings: Settings, { project, source, chart }: BuiltProject): void {
  const pulls: Pull[] = [
    ...chart.imageReferences.flatMap(({ kind, name, container, reference, pullPolicy, file }): Pull[] => {
      const why = whyPulled(reference, pullPolicy);
      const place = { file: file ?? source.folder };
      return why === undefined ? [] : [{ who: `${kind} ${name}, container ${container} (${reference})`, why, place }];
    }),
    ...[...operatorImages(project, settings)].flatMap(({ source: operator, text, pullPolicy }): Pull[] => {
      if (pullPolicy?.text !== 'Always') return [];
      const { file, line, column } = operator.rangeOf(pullPolicy.from, pullPolicy.to);
      return [
        { who: `the operator's image ${text}`, why: 'image_pull_policy="Always"', place: { file, line, column } },
      ];
    }),
  ];
  const [first] = pulls;
  if (first === undefined) return;
  throw new EdkError(
    'chart.invalid',
    `"${chart.name}" pulls images each time a pod starts, which fails on a platform without a network.`,
    {
      detail: pulls.map(({ who, why }) => `${who}: ${why}`).join('\n'),
      place: first.place,
      remedy:
        'Set the pull policy to IfNotPresent. In the chart, use {{ .Values.global.pull_policy_images }}, ' +
        'which the platform sets as needed.',
    },
  );
}

function whyPulled(reference: string, policy: string | undefined): string | undefined {
  if (policy === 'Always') return 'imagePullPolicy: Always';
  return policy === undefined && reference !== '' && isLatest(reference)
    ? 'the tag latest without imagePullPolicy'
    : undefined;
}

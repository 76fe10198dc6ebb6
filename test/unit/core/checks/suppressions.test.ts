import assert from 'node:assert/strict';
import { runChecks } from '../../../../src/core/checks/runChecks.ts';
import { checkSettings, projectFrom } from '../../../support/checks/projectFrom.ts';
import { sampleProject } from '../../../support/checks/sampleProject.ts';

const path = 'processing-containers/liver/Dockerfile';
const rule = 'image/label-version-missing';

interface SuppressionCase {
  readonly title: string;
  readonly files: Readonly<Record<string, string>>;
  /** Ids of what is found. */
  readonly found: readonly string[];
  /** Reasons of what was suppressed. */
  readonly reasons: readonly string[];
}

const withoutVersion = 'FROM scratch\nLABEL IMAGE="liver"\nCOPY files/ /\nCMD ["/x"]\n';
const dockerfile = (comment: string): string => withoutVersion.replace('LABEL', `${comment}\nLABEL`);
const edkYaml = (files: string): string =>
  `checks:\n  ignore:\n    - rule: ${rule}\n      reason: set by CI\n${files === '' ? '' : `      files: ${files}\n`}`;

const cases: readonly SuppressionCase[] = [
  {
    title: 'a comment above the line',
    files: { [path]: dockerfile(`# edk-ignore ${rule}: set by CI`) },
    found: [],
    reasons: ['set by CI'],
  },
  {
    title: 'a comment above another comment',
    files: { [path]: dockerfile(`# edk-ignore ${rule}: set by CI\n# more`) },
    found: [],
    reasons: ['set by CI'],
  },
  {
    title: 'a comment without a reason',
    files: { [path]: dockerfile(`# edk-ignore ${rule}`) },
    found: ['ignore/reason-missing', rule],
    reasons: [],
  },
  {
    title: 'a comment about a rule that does not exist',
    files: { [path]: dockerfile('# edk-ignore image/nothing: why not') },
    found: ['ignore/rule-unknown', rule],
    reasons: [],
  },
  {
    title: 'a comment far away',
    files: { [path]: `${withoutVersion}# edk-ignore ${rule}: set by CI\n` },
    found: [rule, 'ignore/unused'],
    reasons: [],
  },
  {
    title: 'an entry in edk.yaml',
    files: { [path]: withoutVersion, 'edk.yaml': edkYaml('') },
    found: [],
    reasons: ['set by CI'],
  },
  {
    title: 'an entry for these files',
    files: { [path]: withoutVersion, 'edk.yaml': edkYaml('["processing-containers/**"]') },
    found: [],
    reasons: ['set by CI'],
  },
  {
    title: 'an entry for other files',
    files: { [path]: withoutVersion, 'edk.yaml': edkYaml('extension') },
    found: ['ignore/unused', rule],
    reasons: [],
  },
];

describe('suppressing a finding', () => {
  for (const { title, files, found, reasons } of cases) {
    it(`${title}: ${found.length === 0 ? 'nothing is left' : found.join(' and ')}`, async () => {
      const result = runChecks({ project: await projectFrom({ ...sampleProject, ...files }), settings: checkSettings });
      assert.deepEqual(
        result.findings.map((finding) => finding.rule),
        found,
      );
      assert.deepEqual(
        result.suppressed.map(({ reason }) => reason),
        reasons,
      );
    });
  }
});

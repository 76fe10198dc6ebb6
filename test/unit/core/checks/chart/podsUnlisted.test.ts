import { podsUnlisted } from '../../../../../src/core/checks/chart/podsUnlisted.ts';
import { renderedFrom } from '../../../../support/checks/renderedFrom.ts';
import { testRule } from '../../../../support/checks/testRule.ts';

const path = 'extension/liver-workflow/templates/a.yaml';
const pods = 'template: { spec: { containers: [{ name: a, image: b }] } }';

function template(title: string, text: string) {
  return { title, files: { [path]: text }, rendered: renderedFrom(path, text) };
}

testRule(podsUnlisted, {
  bad: [
    {
      ...template(
        'a CronJob',
        `kind: CronJob\nmetadata: { name: liver }\nspec: { jobTemplate: { spec: { ${pods} } } }\n`,
      ),
      at: [`${path}:1:1`],
    },
    {
      ...template('a pod', 'kind: Pod\nmetadata: { name: liver }\nspec: { containers: [] }\n'),
      at: [`${path}:1:1`],
    },
    {
      ...template('no replicas', `kind: Deployment\nmetadata: { name: liver }\nspec:\n  replicas: 0\n  ${pods}\n`),
      at: [`${path}:4:3`],
      says: /no replicas/,
    },
    ...['StatefulSet', 'DaemonSet', 'ReplicaSet'].map((kind) => ({
      ...template(`a ${kind}`, `kind: ${kind}\nmetadata: { name: liver }\nspec: { ${pods} }\n`),
      at: [`${path}:1:1`],
    })),
  ],
  good: [
    template('a Deployment', `kind: Deployment\nmetadata: { name: liver }\nspec: { ${pods} }\n`),
    template('a Job', `kind: Job\nmetadata: { name: liver }\nspec: { ${pods} }\n`),
    template('what has no pods', 'kind: Service\nmetadata: { name: liver }\n'),
    template(
      'a hook',
      'kind: Pod\nmetadata: { name: liver, annotations: { helm.sh/hook: test } }\nspec: { containers: [] }\n',
    ),
  ],
});

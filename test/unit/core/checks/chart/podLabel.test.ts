import { podLabel } from '../../../../../src/core/checks/chart/podLabel.ts';
import { renderedFrom } from '../../../../support/checks/renderedFrom.ts';
import { testRule } from '../../../../support/checks/testRule.ts';

const template = 'extension/liver-workflow/templates/a.yaml';

testRule(podLabel, {
  bad: [
    {
      title: 'a selector without the label',
      files: {
        [template]:
          'kind: Deployment\nmetadata: { name: liver, namespace: services }\nspec:\n  selector:\n    matchLabels: { app: liver }\n  template:\n    metadata:\n      labels: { app: liver }\n    spec:\n      containers: [{ name: a, image: b }]\n',
      },
      rendered: renderedFrom(
        template,
        'kind: Deployment\nmetadata: { name: liver, namespace: services }\nspec:\n  selector:\n    matchLabels: { app: liver }\n  template:\n    metadata:\n      labels: { app: liver }\n    spec:\n      containers: [{ name: a, image: b }]\n',
      ),
      at: [`${template}:5:5`],
    },
    {
      title: 'pods with another value',
      files: {
        [template]:
          'kind: Deployment\nmetadata: { name: liver, namespace: services }\nspec:\n  selector:\n    matchLabels: { app.kubernetes.io/name: a }\n  template:\n    metadata:\n      labels: { app.kubernetes.io/name: b }\n    spec:\n      containers: [{ name: a, image: b }]\n',
      },
      rendered: renderedFrom(
        template,
        'kind: Deployment\nmetadata: { name: liver, namespace: services }\nspec:\n  selector:\n    matchLabels: { app.kubernetes.io/name: a }\n  template:\n    metadata:\n      labels: { app.kubernetes.io/name: b }\n    spec:\n      containers: [{ name: a, image: b }]\n',
      ),
      at: [`${template}:5:5`],
      says: /"a".*"b"/,
    },
  ],
  good: [
    {
      title: 'the label in both places',
      files: {
        [template]:
          'kind: Deployment\nmetadata: { name: liver, namespace: services }\nspec:\n  selector:\n    matchLabels: { app.kubernetes.io/name: a }\n  template:\n    metadata:\n      labels: { app.kubernetes.io/name: a }\n    spec:\n      containers: [{ name: a, image: b }]\n',
      },
      rendered: renderedFrom(
        template,
        'kind: Deployment\nmetadata: { name: liver, namespace: services }\nspec:\n  selector:\n    matchLabels: { app.kubernetes.io/name: a }\n  template:\n    metadata:\n      labels: { app.kubernetes.io/name: a }\n    spec:\n      containers: [{ name: a, image: b }]\n',
      ),
    },
    {
      title: 'a Job',
      files: { [template]: 'kind: Job\nmetadata: { name: a }\n' },
      rendered: renderedFrom(template, 'kind: Job\nmetadata: { name: a }\n'),
    },
    {
      title: 'a StatefulSet, whose pods the platform does not look for',
      files: { [template]: 'kind: StatefulSet\nmetadata: { name: a }\n' },
      rendered: renderedFrom(template, 'kind: StatefulSet\nmetadata: { name: a }\n'),
    },
  ],
});

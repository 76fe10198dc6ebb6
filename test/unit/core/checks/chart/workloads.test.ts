import {
  foreignClaim,
  podLabel,
  podsUnlisted,
  privileged,
  variableDuplicate,
} from '../../../../../src/core/checks/chart/workloads.ts';
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

const path = 'extension/liver-workflow/templates/a.yaml';
const pods = 'template: { spec: { containers: [{ name: a, image: b }] } }';

function podTemplate(title: string, text: string) {
  return { title, files: { [path]: text }, rendered: renderedFrom(path, text) };
}

testRule(podsUnlisted, {
  bad: [
    {
      ...podTemplate(
        'a CronJob',
        `kind: CronJob\nmetadata: { name: liver }\nspec: { jobTemplate: { spec: { ${pods} } } }\n`,
      ),
      at: [`${path}:1:1`],
    },
    {
      ...podTemplate('a pod', 'kind: Pod\nmetadata: { name: liver }\nspec: { containers: [] }\n'),
      at: [`${path}:1:1`],
    },
    {
      ...podTemplate('no replicas', `kind: Deployment\nmetadata: { name: liver }\nspec:\n  replicas: 0\n  ${pods}\n`),
      at: [`${path}:4:3`],
      says: /no replicas/,
    },
    ...['StatefulSet', 'DaemonSet', 'ReplicaSet'].map((kind) => ({
      ...podTemplate(`a ${kind}`, `kind: ${kind}\nmetadata: { name: liver }\nspec: { ${pods} }\n`),
      at: [`${path}:1:1`],
    })),
  ],
  good: [
    podTemplate('a Deployment', `kind: Deployment\nmetadata: { name: liver }\nspec: { ${pods} }\n`),
    podTemplate('a Job', `kind: Job\nmetadata: { name: liver }\nspec: { ${pods} }\n`),
    podTemplate('what has no pods', 'kind: Service\nmetadata: { name: liver }\n'),
    podTemplate(
      'a hook',
      'kind: Pod\nmetadata: { name: liver, annotations: { helm.sh/hook: test } }\nspec: { containers: [] }\n',
    ),
  ],
});

testRule(variableDuplicate, {
  bad: [
    {
      title: 'a variable that stands twice',
      files: {
        [template]:
          'kind: Pod\nmetadata: { name: a, namespace: services }\nspec:\n  containers:\n    - name: a\n      env:\n        - name: A\n          value: b\n        - name: A\n          value: c\n',
      },
      rendered: renderedFrom(
        template,
        'kind: Pod\nmetadata: { name: a, namespace: services }\nspec:\n  containers:\n    - name: a\n      env:\n        - name: A\n          value: b\n        - name: A\n          value: c\n',
      ),
      at: [`${template}:7:11`],
    },
  ],
  good: [
    {
      title: 'variables of two containers',
      files: {
        [template]:
          'kind: Pod\nmetadata: { name: a, namespace: services }\nspec:\n  initContainers: [{ name: b, env: [{ name: A }] }]\n  containers: [{ name: a, env: [{ name: A }] }]\n',
      },
      rendered: renderedFrom(
        template,
        'kind: Pod\nmetadata: { name: a, namespace: services }\nspec:\n  initContainers: [{ name: b, env: [{ name: A }] }]\n  containers: [{ name: a, env: [{ name: A }] }]\n',
      ),
    },
  ],
});

testRule(foreignClaim, {
  bad: [
    {
      title: 'a claim of somebody else',
      files: {
        [template]:
          'kind: Pod\nmetadata: { name: a, namespace: services }\nspec:\n  volumes:\n    - name: a\n      persistentVolumeClaim:\n        claimName: dags-pv-claim\n',
      },
      rendered: renderedFrom(
        template,
        'kind: Pod\nmetadata: { name: a, namespace: services }\nspec:\n  volumes:\n    - name: a\n      persistentVolumeClaim:\n        claimName: dags-pv-claim\n',
      ),
      at: [`${template}:7:9`],
    },
  ],
  good: [
    {
      title: 'a claim of the chart',
      files: {
        [template]:
          'kind: Pod\nmetadata: { name: a, namespace: services }\nspec:\n  volumes:\n    - name: a\n      persistentVolumeClaim:\n        claimName: own\n---\nkind: PersistentVolumeClaim\nmetadata: { name: own }\n',
      },
      rendered: renderedFrom(
        template,
        'kind: Pod\nmetadata: { name: a, namespace: services }\nspec:\n  volumes:\n    - name: a\n      persistentVolumeClaim:\n        claimName: own\n---\nkind: PersistentVolumeClaim\nmetadata: { name: own }\n',
      ),
    },
  ],
});

testRule(privileged, {
  bad: [
    {
      title: 'a folder of the host',
      files: {
        [template]:
          'kind: Pod\nmetadata: { name: a, namespace: services }\nspec:\n  volumes:\n    - name: a\n      hostPath:\n        path: /home\n',
      },
      rendered: renderedFrom(
        template,
        'kind: Pod\nmetadata: { name: a, namespace: services }\nspec:\n  volumes:\n    - name: a\n      hostPath:\n        path: /home\n',
      ),
      at: [`${template}:6:7`],
      says: /\/home/,
    },
    {
      title: 'a privileged container',
      files: {
        [template]:
          'kind: Pod\nmetadata: { name: a, namespace: services }\nspec:\n  containers:\n    - name: a\n      securityContext:\n        privileged: true\n',
      },
      rendered: renderedFrom(
        template,
        'kind: Pod\nmetadata: { name: a, namespace: services }\nspec:\n  containers:\n    - name: a\n      securityContext:\n        privileged: true\n',
      ),
      at: [`${template}:7:9`],
    },
    {
      title: 'the network of the host',
      files: { [template]: 'kind: Pod\nmetadata: { name: a, namespace: services }\nspec:\n  hostNetwork: true\n' },
      rendered: renderedFrom(
        template,
        'kind: Pod\nmetadata: { name: a, namespace: services }\nspec:\n  hostNetwork: true\n',
      ),
      at: [`${template}:4:3`],
    },
  ],
  good: [
    {
      title: 'a pod that stays by itself',
      files: {
        [template]:
          'kind: Pod\nmetadata: { name: a, namespace: services }\nspec:\n  containers:\n    - name: a\n      securityContext: { privileged: false }\n',
      },
      rendered: renderedFrom(
        template,
        'kind: Pod\nmetadata: { name: a, namespace: services }\nspec:\n  containers:\n    - name: a\n      securityContext: { privileged: false }\n',
      ),
    },
  ],
});

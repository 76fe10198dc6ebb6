import { ingressPath } from '../../../../../src/core/checks/chart/ingress.ts';
import { renderedFrom } from '../../../../support/checks/renderedFrom.ts';
import { testRule } from '../../../../support/checks/testRule.ts';

const template = 'extension/liver-workflow/templates/a.yaml';

testRule(ingressPath, {
  bad: [
    {
      title: 'the address of another application',
      files: {
        [template]:
          'kind: Ingress\nmetadata: { name: liver, namespace: services }\nspec:\n  rules:\n    - http:\n        paths:\n          - path: /code-server/\n',
      },
      rendered: renderedFrom(
        template,
        'kind: Ingress\nmetadata: { name: liver, namespace: services }\nspec:\n  rules:\n    - http:\n        paths:\n          - path: /code-server/\n',
      ),
      at: [`${template}:7:13`],
      says: /\/code-server/,
    },
    {
      title: 'everything',
      files: {
        [template]:
          'kind: Ingress\nmetadata: { name: liver, namespace: services }\nspec:\n  rules:\n    - http:\n        paths:\n          - path: /\n',
      },
      rendered: renderedFrom(
        template,
        'kind: Ingress\nmetadata: { name: liver, namespace: services }\nspec:\n  rules:\n    - http:\n        paths:\n          - path: /\n',
      ),
      at: [`${template}:7:13`],
      says: /takes over every path/,
    },
  ],
  good: [
    {
      title: 'slim-chart, which takes its own address',
      files: {
        [template]:
          'kind: Ingress\nmetadata: { name: a, namespace: services }\nspec:\n  rules:\n    - http:\n        paths:\n          - path: /slim\n',
        'extension/liver-workflow/Chart.yaml': 'name: slim-chart\n',
      },
      rendered: renderedFrom(
        template,
        'kind: Ingress\nmetadata: { name: a, namespace: services }\nspec:\n  rules:\n    - http:\n        paths:\n          - path: /slim\n',
      ),
    },
    {
      title: 'code-server-chart, which takes its own address',
      files: {
        [template]:
          'kind: Ingress\nmetadata: { name: a, namespace: services }\nspec:\n  rules:\n    - http:\n        paths:\n          - path: /code-server/\n',
        'extension/liver-workflow/Chart.yaml': 'name: code-server-chart\n',
      },
      rendered: renderedFrom(
        template,
        'kind: Ingress\nmetadata: { name: a, namespace: services }\nspec:\n  rules:\n    - http:\n        paths:\n          - path: /code-server/\n',
      ),
    },
    {
      title: 'edk-chart, which takes its own address',
      files: {
        [template]:
          'kind: Ingress\nmetadata: { name: a, namespace: services }\nspec:\n  rules:\n    - http:\n        paths:\n          - path: /local-registry-ui\n',
        'extension/liver-workflow/Chart.yaml': 'name: edk-chart\n',
      },
      rendered: renderedFrom(
        template,
        'kind: Ingress\nmetadata: { name: a, namespace: services }\nspec:\n  rules:\n    - http:\n        paths:\n          - path: /local-registry-ui\n',
      ),
    },
    {
      title: 'kube-helm-chart, which takes its own address',
      files: {
        [template]:
          'kind: Ingress\nmetadata: { name: a, namespace: services }\nspec:\n  rules:\n    - http:\n        paths:\n          - path: /kube-helm-api\n',
        'extension/liver-workflow/Chart.yaml': 'name: kube-helm-chart\n',
      },
      rendered: renderedFrom(
        template,
        'kind: Ingress\nmetadata: { name: a, namespace: services }\nspec:\n  rules:\n    - http:\n        paths:\n          - path: /kube-helm-api\n',
      ),
    },

    {
      title: 'a path of its own',
      files: {
        [template]:
          'kind: Ingress\nmetadata: { name: liver, namespace: services }\nspec:\n  rules:\n    - http:\n        paths:\n          - path: /liver\n',
      },
      rendered: renderedFrom(
        template,
        'kind: Ingress\nmetadata: { name: liver, namespace: services }\nspec:\n  rules:\n    - http:\n        paths:\n          - path: /liver\n',
      ),
    },
    {
      title: 'another host',
      files: {
        [template]:
          'kind: Ingress\nmetadata: { name: liver, namespace: services }\nspec:\n  rules:\n    - host: liver.example.org\n      http:\n        paths:\n          - path: /\n',
      },
      rendered: renderedFrom(
        template,
        'kind: Ingress\nmetadata: { name: liver, namespace: services }\nspec:\n  rules:\n    - host: liver.example.org\n      http:\n        paths:\n          - path: /\n',
      ),
    },
  ],
});

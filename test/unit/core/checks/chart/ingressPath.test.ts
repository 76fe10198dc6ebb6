import { ingressPath } from '../../../../../src/core/checks/chart/ingressPath.ts';
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
      says: /every address/,
    },
  ],
  good: [
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

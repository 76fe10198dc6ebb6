import { chartMissing } from '../../../../../src/core/checks/project/chartMissing.ts';
import { testRule } from '../../../../support/checks/testRule.ts';

const without = {
  'extension/liver-workflow/Chart.yaml': undefined,
  'extension/liver-workflow/values.yaml': undefined,
};

testRule(chartMissing, {
  bad: [{ title: 'images only', files: without, at: ['extension/docker/Dockerfile:1'] }],
  good: [
    {
      title: 'base images',
      files: {
        ...without,
        'extension/docker/Dockerfile': undefined,
        'processing-containers/liver/Dockerfile': 'FROM debian:12\nLABEL IMAGE=base REGISTRY="local-only"\n',
      },
    },
  ],
});

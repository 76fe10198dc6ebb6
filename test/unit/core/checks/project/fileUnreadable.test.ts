import { fileUnreadable } from '../../../../../src/core/checks/project/fileUnreadable.ts';
import { EdkError } from '../../../../../src/core/errors/edkError.ts';
import { projectFolder } from '../../../../support/checks/projectFrom.ts';
import { testRule } from '../../../../support/checks/testRule.ts';

const operator = 'extension/docker/files/liver/LiverOperator.py';
const data = 'processing-containers/liver/files/table.json';
const pipe = new EdkError('file.notRegular', 'It is a named pipe.', {
  place: { file: `${projectFolder}/extension/liver-workflow/values.yaml` },
});
const large = new EdkError('file.tooLarge', 'It is larger than 2 MiB.');

testRule(fileUnreadable, {
  bad: [
    {
      title: 'a pipe in the chart',
      files: { 'extension/liver-workflow/values.yaml': undefined },
      refused: { 'extension/liver-workflow/values.yaml': pipe },
      at: ['extension/liver-workflow/values.yaml:1'],
      says: /named pipe/u,
    },
    {
      title: 'an operator that is too large',
      files: { [operator]: undefined },
      refused: { [operator]: large },
      at: [`${operator}:1`],
    },
  ],
  good: [{ title: 'large data', refused: { [data]: large } }],
});

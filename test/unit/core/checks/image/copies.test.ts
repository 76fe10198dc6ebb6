import { copySourceMissing } from '../../../../../src/core/checks/image/copies.ts';
import { testRule } from '../../../../support/checks/testRule.ts';

const path = 'processing-containers/liver/Dockerfile';

testRule(copySourceMissing, {
  bad: [
    {
      title: 'a file that is not there',
      files: { [path]: 'FROM scratch\nCOPY files/proces.py /\n' },
      at: [`${path}:2:6`],
      says: /"files\/proces\.py" does not exist/,
    },
    {
      title: 'a file that is left out',
      files: {
        [path]: 'FROM scratch\nCOPY files/process.py /\n',
        'processing-containers/liver/.dockerignore': '**/*.py\n',
      },
      at: [`${path}:2`],
      says: /\.dockerignore/,
    },
    { title: 'a file outside', files: { [path]: 'FROM scratch\nCOPY ../x /\n' }, at: [`${path}:2`], says: /outside/ },
    { title: 'a pattern that fits nothing', files: { [path]: 'FROM scratch\nADD files/*.sh /\n' }, at: [`${path}:2`] },
    {
      title: 'one of several, in JSON form',
      files: { [path]: 'FROM scratch\nCOPY ["files", "none", "/"]\n' },
      at: [`${path}:2:16`],
    },
  ],
  good: [
    { title: 'patterns', files: { [path]: 'FROM scratch\nCOPY ./files/*.p? /\n' } },
    {
      title: 'stages, addresses, arguments and here-documents',
      files: {
        [path]:
          'FROM scratch AS a\nFROM scratch\nCOPY --from=a /x /\nADD https://example.org/x /\nCOPY $FILE /\nCOPY <<EOF /x\ntext\nEOF\n',
      },
    },
  ],
});

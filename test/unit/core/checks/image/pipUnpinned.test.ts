import { pipUnpinned } from '../../../../../src/core/checks/image/pipUnpinned.ts';
import { testRule } from '../../../../support/checks/testRule.ts';

const path = 'processing-containers/liver/Dockerfile';

testRule(pipUnpinned, {
  bad: [
    {
      title: 'packages without a version',
      files: { [path]: 'FROM debian:12\nRUN python3 -m pip install --no-cache-dir numpy scipy[all] "torch>=2"\n' },
      at: [`${path}:2:5`],
      says: /numpy, scipy\[all\]/,
    },
  ],
  good: [
    {
      title: 'versions and lists',
      files: {
        [path]:
          'FROM debian:12\nRUN pip install numpy==1.26.4 -r requirements.txt --find-links /wheels && pip3 install .\n',
      },
    },
    { title: 'a file of constraints', files: { [path]: 'FROM debian:12\nRUN pip install -c constraints.txt numpy\n' } },
    { title: 'pip itself from apt', files: { [path]: 'FROM debian:12\nRUN apt-get install python3-pip\n' } },
  ],
});

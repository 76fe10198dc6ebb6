import { copyBeforeInstall } from '../../../../../src/core/checks/image/copyBeforeInstall.ts';
import { testRule } from '../../../../support/checks/testRule.ts';

const path = 'processing-containers/liver/Dockerfile';

testRule(copyBeforeInstall, {
  bad: [
    {
      title: 'all before pip',
      files: {
        [path]: 'FROM scratch\nLABEL IMAGE=liver\nCOPY . /app\nRUN pip install -r /app/files/requirements.txt\n',
        'processing-containers/liver/files/requirements.txt': 'numpy==1.26.4',
      },
      at: [`${path}:3:6`],
    },
    {
      title: 'the one folder with everything before apt',
      files: {
        [path]: 'FROM scratch\nLABEL IMAGE=liver\nCOPY files/ /app/\nRUN apt-get update && apt-get install -y gcc\n',
        'processing-containers/liver/files/requirements.txt': 'numpy==1.26.4',
      },
      at: [`${path}:3:6`],
    },
  ],
  good: [
    {
      title: 'the requirements first',
      files: {
        [path]:
          'FROM scratch\nLABEL IMAGE=liver\nCOPY files/requirements.txt /\nRUN pip install -r /requirements.txt\nCOPY files/ /app/\n',
        'processing-containers/liver/files/requirements.txt': 'numpy==1.26.4',
      },
    },
    {
      title: 'another stage',
      files: {
        [path]: 'FROM a AS x\nCOPY . /\nFROM a\nRUN pip install numpy==1\nLABEL IMAGE=liver\n',
        'processing-containers/liver/files/b.py': '',
      },
    },
  ],
});

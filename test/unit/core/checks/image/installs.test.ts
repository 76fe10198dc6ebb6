import { aptWithoutUpdate, copyBeforeInstall, pipUnpinned } from '../../../../../src/core/checks/image/installs.ts';
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

testRule(aptWithoutUpdate, {
  bad: [
    {
      title: 'an update of its own',
      files: { [path]: 'FROM debian:12\nRUN apt-get update\nRUN apt-get -y install gcc\n' },
      at: [`${path}:3:5`],
      fixed: /RUN apt-get update && apt-get -y install gcc/,
    },
    {
      title: 'no update at all, later in a line',
      files: { [path]: 'FROM debian:12\nRUN set -e; \\\n  sudo apt install gcc\n' },
      at: [`${path}:3:3`],
    },
  ],
  good: [
    {
      title: 'both in one RUN',
      files: {
        [path]:
          'FROM debian:12\nRUN apt-get update \\\n  # for the compiler\n  && DEBIAN_FRONTEND=noninteractive apt-get install -y gcc\n',
      },
    },
    { title: 'a package from a file', files: { [path]: 'FROM debian:12\nRUN apt-get install -y /tmp/x.deb\n' } },
  ],
});

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

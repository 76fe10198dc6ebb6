import { aptWithoutUpdate } from '../../../../../src/core/checks/image/aptWithoutUpdate.ts';
import { testRule } from '../../../../support/checks/testRule.ts';

const path = 'processing-containers/liver/Dockerfile';

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

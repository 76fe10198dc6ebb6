import { commandMissing, dockerfileInvalid } from '../../../../../src/core/checks/image/dockerfile.ts';
import { testRule } from '../../../../support/checks/testRule.ts';

const path = 'processing-containers/liver/Dockerfile';

testRule(dockerfileInvalid, {
  bad: [
    {
      title: 'an unknown instruction',
      files: { [path]: 'FROM scratch\nCOPI a b\n' },
      at: [`${path}:2:1`],
      says: /COPI/,
    },
    { title: 'an empty Dockerfile', files: { [path]: '# later' }, at: [`${path}:1`] },
  ],
  good: [],
});

testRule(commandMissing, {
  bad: [
    {
      title: 'an image without a command',
      files: { [path]: 'FROM local-only/base-python-cpu:latest\nLABEL IMAGE=liver\n' },
      at: [`${path}:1`],
    },
    {
      title: 'a command in a stage that is left behind',
      files: { [path]: 'FROM debian:12 AS a\nCMD ["x"]\nFROM debian:12\nLABEL IMAGE=liver\n' },
      at: [`${path}:3`],
    },
  ],
  good: [
    {
      title: 'a command in the stage it starts from',
      files: { [path]: 'FROM debian:12 AS a\nCMD ["x"]\nFROM a\nLABEL IMAGE=liver\n' },
    },
    { title: 'a base with a command of its own', files: { [path]: 'FROM nginx:1.27\nLABEL IMAGE=liver\n' } },
    {
      title: 'another image of the project with a command',
      files: {
        [path]: 'FROM local-only/tool\nLABEL IMAGE=liver\n',
        'tool/Dockerfile': 'FROM debian:12\nLABEL IMAGE=tool\nENTRYPOINT ["x"]\n',
      },
    },
    {
      title: 'an operator with a command',
      files: {
        [path]: 'FROM debian:12\nLABEL IMAGE=liver\n',
        'extension/docker/files/liver/LiverOperator.py': 'x(image=f"{DEFAULT_REGISTRY}/liver:1", cmds=["python3"])',
      },
    },
  ],
});

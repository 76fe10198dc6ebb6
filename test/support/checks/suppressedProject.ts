import { sampleProject } from './sampleProject.ts';

export const suppressedDockerfile = 'processing-containers/liver/Dockerfile';

/** The sample project with findings: with a fix, and suppressed in the file and in the settings. Path -> text. */
export const suppressedProject = {
  ...sampleProject,
  [suppressedDockerfile]: [
    'FROM local-only/base-python-cpu:latest',
    'LABEL IMAGE="liver"',
    '# edk-ignore image/pip-unpinned: the newest is wanted',
    'RUN pip install numpy',
    'COPY files/process.py /kaapana/app/',
    'CMD ["python3", "/kaapana/app/process.py"]',
    '',
  ].join('\n'),
  'extension/docker/files/a b.py': 'def (\n',
  'edk.yaml': 'checks:\n  ignore:\n    - { rule: dag/syntax-error, reason: "not mine" }\n',
};

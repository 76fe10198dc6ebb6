import { writeFiles } from './writeFiles.ts';

/** A workflow extension as small as one can be: a script in its own image, a DAG with an operator, a chart. */
export async function writeWorkflowProject(folder: string, name: string): Promise<void> {
  const snake = name.replaceAll('-', '_');
  await writeFiles(folder, {
    [`processing-containers/${name}/Dockerfile`]: [
      'FROM local-only/base-python-cpu:latest',
      `LABEL IMAGE="${name}" VERSION="0.1.0"`,
      'COPY files/ /kaapana/app/',
      'CMD ["python3", "/kaapana/app/process.py"]',
      '',
    ].join('\n'),
    [`processing-containers/${name}/files/process.py`]: 'print("first")\n',
    'extension/docker/Dockerfile': [
      'FROM local-only/base-installer:latest',
      `LABEL IMAGE="dag-${name}" VERSION="0.1.0"`,
      'COPY files/ /kaapana/tmp/dags/',
      '',
    ].join('\n'),
    [`extension/docker/files/dag_${snake}.py`]: 'x = 1\n',
    [`extension/docker/files/${snake}/ProcessOperator.py`]: [
      'class ProcessOperator(KaapanaBaseOperator):',
      '    def __init__(self, dag, **kwargs):',
      `        super().__init__(dag=dag, name="process", image=f"{DEFAULT_REGISTRY}/${name}:{KAAPANA_BUILD_VERSION}", **kwargs)`,
      '',
    ].join('\n'),
    [`extension/${name}-workflow/Chart.yaml`]: [
      'apiVersion: v2',
      `name: ${name}-workflow # as the platform lists it`,
      'version: 0.0.0',
      'appVersion: 0.0.0',
      'description: Prints a word.',
      'keywords: [kaapanaworkflow]',
      'dependencies:',
      '  - name: dag-installer-chart',
      '    version: 0.0.0',
      '    repository: file:///kaapana/app/kaapana/services/utils/dag-installer-chart',
      '',
    ].join('\n'),
    [`extension/${name}-workflow/values.yaml`]: [
      'global:',
      `  image: dag-${name}`,
      '  action: copy',
      '  custom_registry_url: localhost:32000',
      '',
    ].join('\n'),
  });
}

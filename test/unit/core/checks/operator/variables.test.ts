import { variableUnset } from '../../../../../src/core/checks/operator/variables.ts';
import { testRule } from '../../../../support/checks/testRule.ts';

const path = 'processing-containers/liver/files/process.py';
const dag = 'extension/docker/files/dag_liver.py';

testRule(variableUnset, {
  bad: [
    {
      title: 'a variable that nobody sets',
      files: { [path]: 'import os\nos.environ["THRESHOLD"]\n' },
      at: [`${path}:2:12`],
      says: /THRESHOLD is not set/,
    },
  ],
  good: [
    ...(
      [
        ['an assignment of its own', 'os.environ["B"] = "0"\nos.environ["B"]'],
        ['an update of its own', 'os.environ.update({"B": "0"}, C="1")\nos.environ["B"], os.environ["C"]'],
        ['setdefault', 'os.environ.setdefault("B", "0")\nos.environ["B"]'],
        ['names that only a run knows', 'for k in lines(): os.environ[k] = "1"\nos.environ["B"]'],
        ['a file of variables', 'load_dotenv()\nos.environ["B"]'],
        ['get', 'b = os.environ.get("B")\nc = os.getenv("C") or "1"'],
        ['a condition', 'if os.environ.get("B"):\n    print(os.environ["B"])'],
        ['an error that is caught', 'try:\n    b = os.environ["B"]\nexcept KeyError:\n    b = ""'],
        [
          'the form of the platform',
          'os.environ["WORKFLOW_ID"], os.environ["USERNAME"], os.environ["RUNNER_INSTANCES"]',
        ],
        [
          'the services of the platform',
          'os.environ["MINIO_URL"], os.environ["AII_URL"], os.environ["KAAPANA_BACKEND_URL"]',
        ],
        ['a proxy', 'os.environ["https_proxy"]'],
      ] as const
    ).map(([title, text]) => ({ title, files: { [path]: `import os\n${text}\n` } })),
    {
      title: 'a variable that its script sets',
      files: {
        [path]: 'os.environ["B"]\n',
        'processing-containers/liver/start.sh': 'export B=1\npython3 process.py\n',
      },
    },
    {
      title: 'a property that is added later',
      files: {
        [path]: 'os.environ["THRESHOLD"]\n',
        [dag]:
          'ui_forms = {"workflow_form": {"properties": {}}}\nui_forms["workflow_form"]["properties"]["threshold"] = {"type": "number"}\nDAG("liver", default_args={"ui_forms": ui_forms})\n',
      },
    },
    {
      title: 'a form that a function may add to',
      files: {
        [path]: 'os.environ["THRESHOLD"]\n',
        [dag]:
          'ui_forms = {"workflow_form": {"properties": {}}}\nadd_fields(ui_forms)\nDAG("liver", default_args={"ui_forms": ui_forms})\n',
      },
    },
    {
      title: 'an image that a chart runs',
      files: {
        [path]: 'os.environ["B"]\n',
        'extension/viewer-chart/Chart.yaml': 'apiVersion: v2\nname: viewer-chart\nversion: 0.0.0\n',
        'extension/viewer-chart/templates/deployment.yaml':
          'image: "{{ .Values.global.registry_url }}/liver:{{ .Chart.Version }}"\n',
      },
    },
    {
      title: 'an image that no operator names',
      files: {
        'processing-containers/other/Dockerfile':
          'FROM local-only/base-python-cpu:latest\nLABEL IMAGE="other" VERSION="1"\n',
        'processing-containers/other/run.py': 'os.environ["B"]\n',
      },
    },
    {
      title: "a container of the platform's task API",
      files: { [path]: 'os.environ["B"]\n', 'processing-containers/liver/processing-container.json': '{}' },
    },
    {
      title: "an operator that derives from another extension's",
      files: {
        [path]: 'os.environ["B"]\n',
        'extension/docker/files/liver/BigOperator.py': 'class BigOperator(NnUnetOperator):\n    pass\n',
      },
    },
    { title: 'a variable of the platform', files: { [path]: 'os.environ["BATCH_NAME"]\nos.environ["KAAPANA_X"]\n' } },
    {
      title: 'a variable with a default',
      files: { [path]: 'os.getenv("THRESHOLD", "1")\nif "B" in os.environ: pass\n' },
    },
    {
      title: 'a property of the form',
      files: {
        [path]: 'os.environ["THRESHOLD"]\n',
        [dag]:
          'DAG("liver", default_args={"ui_forms": {"workflow_form": {"properties": {"threshold": {"type": "number"}}}}})\n',
      },
    },
    {
      title: "an operator's variable",
      files: { [path]: 'os.environ["THRESHOLD"]\n', [dag]: 'LiverOperator(env_vars={"THRESHOLD": "1"})\n' },
    },
    {
      title: 'an operator whose variables only a run knows',
      files: { [path]: 'os.environ["A"]\n', [dag]: 'LiverOperator(env_vars=make())\n' },
    },
    {
      title: 'a variable of the Dockerfile',
      files: {
        [path]: 'os.environ["THRESHOLD"]\n',
        'processing-containers/liver/Dockerfile':
          'FROM local-only/base-python-cpu:latest\nLABEL IMAGE="liver" VERSION="1"\nENV THRESHOLD=1\nCMD ["x"]\n',
      },
    },
    {
      title: 'a test of the container',
      files: { 'processing-containers/liver/tests/test_process.py': 'os.environ["THRESHOLD"]\n' },
    },
  ],
});

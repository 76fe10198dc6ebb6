import { writeFiles } from '../writeFiles.ts';

const script = `
import csv, os, sys
from pathlib import Path

run = Path(os.environ["WORKFLOW_DIR"])
out = os.environ["OPERATOR_OUT_DIR"]
rows = []
for series in sorted((run / os.environ["BATCH_NAME"]).iterdir()):
    files = sorted((series / os.environ["OPERATOR_IN_DIR"]).glob("*"))
    if not files:
        continue
    (series / out).mkdir(parents=True, exist_ok=True)
    (series / out / "count.json").write_text('{"files": %d}' % len(files))
    rows.append([series.name, len(files), len(files) * float(os.environ["FACTOR"])])
if not rows:
    sys.exit(1)
(run / out).mkdir(exist_ok=True)
with (run / out / "counts.csv").open("w", newline="") as file:
    csv.writer(file).writerows([["series", "files", "product"], *rows])
`;

const operator = `
from kaapana.blueprints.kaapana_global_variables import DEFAULT_REGISTRY, KAAPANA_BUILD_VERSION
from kaapana.operators.KaapanaBaseOperator import KaapanaBaseOperator


class CountOperator(KaapanaBaseOperator):
    def __init__(self, dag, name="count-files", **kwargs):
        image = f"{DEFAULT_REGISTRY}/count-files:{KAAPANA_BUILD_VERSION}"
        super().__init__(dag=dag, name=name, image=image, **kwargs)
`;

const dag = `
from datetime import datetime

from airflow.models import DAG
from counting.CountOperator import CountOperator
from kaapana.operators.DcmConverterOperator import DcmConverterOperator
from kaapana.operators.GetInputOperator import GetInputOperator
from kaapana.operators.LocalWorkflowCleanerOperator import LocalWorkflowCleanerOperator
from kaapana.operators.MinioOperator import MinioOperator

form = {"type": "object", "properties": {"factor": {"type": "number", "default": 1, "required": True}}}
dag = DAG(
    dag_id="counting",
    default_args={"ui_visible": True, "ui_forms": {"workflow_form": form}, "start_date": datetime(2024, 1, 1)},
    schedule_interval=None,
)
get_input = GetInputOperator(dag=dag)
convert = DcmConverterOperator(dag=dag, input_operator=get_input, output_format="nii.gz")
count = CountOperator(dag=dag, input_operator=convert, retries=0)
put = MinioOperator(
    dag=dag, action="put", batch_input_operators=[count], none_batch_input_operators=[count],
    whitelisted_file_extensions=[".json", ".csv"],
)
clean = LocalWorkflowCleanerOperator(dag=dag, clean_workflow_dir=True)
get_input >> convert >> count >> put >> clean
`;

const tests = `
import os


def test_the_script_is_in_the_image():
    assert os.path.exists("/kaapana/app/count.py")


def test_that_fails():
    assert 3 == 4, "three is not four"
`;

/** Where its script is, in the project. */
export const countingScript = 'processing-containers/count-files/files/count.py';

/** A workflow that counts the files of each series and multiplies that with a field of its form. */
export async function writeCountingProject(folder: string): Promise<void> {
  await writeFiles(folder, {
    'processing-containers/count-files/Dockerfile': [
      'FROM local-only/base-python-cpu:latest',
      'LABEL IMAGE="count-files" VERSION="0.1.0"',
      'COPY files/ /kaapana/app/',
      'CMD ["python3", "-u", "/kaapana/app/count.py"]',
      '',
    ].join('\n'),
    [countingScript]: script,
    'processing-containers/count-files/tests/test_count.py': tests,
    'extension/docker/Dockerfile': [
      'FROM local-only/base-installer:latest',
      'LABEL IMAGE="dag-counting" VERSION="0.1.0"',
      'COPY files/ /kaapana/tmp/dags/',
      '',
    ].join('\n'),
    'extension/docker/files/dag_counting.py': dag,
    'extension/docker/files/counting/__init__.py': '',
    'extension/docker/files/counting/CountOperator.py': operator,
  });
}

"""Loads a DAG file as Airflow would, with stand-ins for Airflow and Kaapana, and prints its tasks as JSON."""

import json
import runpy
import sys
import types

TASKS: list["Task"] = []


class Task:
    def __init__(self, **arguments: object) -> None:
        self.arguments = arguments
        self.downstream: list[str] = []
        self.name = str(arguments.get("name", type(self).__name__))
        self.operator_out_dir = self.name
        TASKS.append(self)

    def __rshift__(self, other: "Task") -> "Task":
        self.downstream.append(other.name)
        return other


def module(name: str, **content: object) -> None:
    sys.modules[name] = types.ModuleType(name)
    vars(sys.modules[name]).update(content)


class Dag:
    def __init__(self, **arguments: object) -> None:
        self.arguments = arguments


for package in ("airflow", "kaapana", "kaapana.operators", "kaapana.blueprints"):
    module(package)
module("airflow.models", DAG=Dag)
module(
    "kaapana.blueprints.kaapana_global_variables", DEFAULT_REGISTRY="registry", KAAPANA_BUILD_VERSION="1.2.3"
)
for operator in (
    "DcmConverterOperator",
    "GetInputOperator",
    "KaapanaBaseOperator",
    "LocalWorkflowCleanerOperator",
    "MinioOperator",
):
    module(f"kaapana.operators.{operator}", **{operator: type(operator, (Task,), {})})

folder, dag_file = sys.argv[1], sys.argv[2]
sys.path.insert(0, folder)
content = runpy.run_path(f"{folder}/{dag_file}")
dag = content["dag"]
masked = content["PyradiomicsExtractorOperator"](dag=dag, mask_operator=TASKS[0], name="masked")
json.dump(
    {
        "id": dag.arguments["dag_id"],
        "form": dag.arguments["default_args"]["ui_forms"]["workflow_form"],
        "tasks": [
            {
                "name": task.name,
                "image": task.arguments.get("image"),
                "env": task.arguments.get("env_vars", {}),
                "downstream": task.downstream,
            }
            for task in TASKS
        ],
    },
    sys.stdout,
)

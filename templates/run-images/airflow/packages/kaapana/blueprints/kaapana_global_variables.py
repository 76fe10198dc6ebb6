"""Constants that DAG files import. The registry and the version are those of the extension that is read."""

from __future__ import annotations

import os

AIRFLOW_WORKFLOW_DIR = "/kaapana/mounted/workflows/data"
PROCESSING_WORKFLOW_DIR = "/kaapana/mounted/data"
BATCH_NAME = "batch"
DEFAULT_REGISTRY = os.environ.get("DEFAULT_REGISTRY", "local")
KAAPANA_BUILD_VERSION = os.environ.get("KAAPANA_BUILD_VERSION", "0.6.0")
INSTANCE_NAME = os.environ.get("INSTANCE_NAME", "central")
SERVICES_NAMESPACE = os.environ.get("SERVICES_NAMESPACE", "services")
ADMIN_NAMESPACE = os.environ.get("ADMIN_NAMESPACE", "admin")
GPU_COUNT = int(os.environ.get("GPU_COUNT", "0"))

"""Memory and processors that a pod asks for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

_MEGABYTE = 1024**2
_ADDITIONAL_MB = 100


@dataclass(frozen=True)
class Resources:
    memory_request_mb: float
    memory_limit_mb: float
    cpu_millicores: float | None


def resources_of(memory: float, limit: float | None, cpu: float | None, pod_resources: Any) -> Resources:
    """``pod_resources`` (Kubernetes' V1ResourceRequirements) replaces everything else."""
    if pod_resources is None:
        return Resources(memory, limit if limit is not None else memory + _ADDITIONAL_MB, cpu)
    # A second to import, which nearly no DAG file needs.
    from kubernetes.utils.quantity import parse_quantity

    requests, limits = (getattr(pod_resources, part, None) or {} for part in ("requests", "limits"))
    wanted = requests.get("memory") or limits.get("memory")
    most = limits.get("memory") or wanted
    processors = requests.get("cpu")
    return Resources(
        memory if wanted is None else float(parse_quantity(wanted)) / _MEGABYTE,
        memory + _ADDITIONAL_MB if most is None else float(parse_quantity(most)) / _MEGABYTE,
        cpu if processors is None else float(parse_quantity(processors)) * 1000,
    )

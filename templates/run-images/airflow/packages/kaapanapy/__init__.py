"""Stands for the package of this name that Kaapana's Airflow and base images have: what Python tasks import of it."""

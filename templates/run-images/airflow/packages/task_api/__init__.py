"""Stands for the package of the Task API: the models that DAG files use."""

"""
Stands for the package of this name that Kaapana 0.6.0 has in its Airflow: the names that DAG files import, with their
arguments and defaults. Written from descriptions of what the platform does, not from its code. Nothing here runs
containers; operators only say what would run.
"""

"""Stands for the plugin of this name in the platform's Airflow."""

"""One module for each family of operators; ``run(task)`` does what its task asks."""

"""What a class needs around the labs: copies that belong to the student, JupyterLab, and a check of the whole."""

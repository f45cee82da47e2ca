"""The front door: the command, settings, reports and the Python API. Imported by none of the other rooms."""

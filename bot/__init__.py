"""Starts and wires: settings, the Bolt app, the web server, the worker, the playground."""

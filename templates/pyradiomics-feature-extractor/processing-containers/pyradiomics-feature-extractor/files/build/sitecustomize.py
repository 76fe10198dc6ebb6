"""Lets PyRadiomics 3.0.1 be built on Python 3.12: its build script asks configparser for names that are gone there."""

import configparser

if not hasattr(configparser, "SafeConfigParser"):

    class SafeConfigParser(configparser.RawConfigParser):
        readfp = configparser.RawConfigParser.read_file

    configparser.SafeConfigParser = SafeConfigParser

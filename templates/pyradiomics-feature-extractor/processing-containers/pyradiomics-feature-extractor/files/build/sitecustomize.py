"""Makes PyRadiomics 3.0.1 build on Python 3.12, where configparser lacks names that its build script uses."""

import configparser

if not hasattr(configparser, "SafeConfigParser"):

    class SafeConfigParser(configparser.RawConfigParser):
        readfp = configparser.RawConfigParser.read_file

    configparser.SafeConfigParser = SafeConfigParser

"""How the command line is spoken to: parser, values read, output written."""

"""What all commands share: the parser, the values of arguments, output, exports."""

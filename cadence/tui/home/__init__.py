"""Home: this iteration, what runs now, what needs one."""

"""Chinese input methods on Linux; on other systems Qt needs no help."""

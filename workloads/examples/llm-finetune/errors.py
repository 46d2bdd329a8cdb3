"""What a user can do wrong."""


class UserError(Exception):
    """A mistake of whoever starts the program; its text says where, what is allowed, and what to do."""

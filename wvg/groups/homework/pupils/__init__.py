"""The children: first name, class, what they need help with. Sealed, and seen only by who helps them."""

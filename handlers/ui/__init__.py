"""Code shared by all dialogs: the gate, typed presses, pages and screens."""

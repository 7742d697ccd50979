"""What all dialogs share: the gate, typed presses, pages and screens."""

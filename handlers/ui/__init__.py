"""What all dialogs share: screens, typed buttons, the gate and the conversation."""

"""The Telegram side: commands, buttons, dialogs and views."""

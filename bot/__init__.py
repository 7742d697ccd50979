"""The program: composition, use cases, matching, delivery and the sandbox."""

import os

# One thread per matrix product, set before numpy loads. The threads of a product busy-wait for one another, so a
# product takes ten times as long when another process needs the same cores. The encoder works on several texts at once
# instead.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

# Otherwise python-telegram-bot returns durations as numbers and warns about it. It reads this at every use.
os.environ.setdefault("PTB_TIMEDELTA", "true")

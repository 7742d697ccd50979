"""The program: composition, use cases, matching, delivery and the sandbox."""

import os

# One core a matrix product, set before numpy loads: threads of the product wait for one another busily, so a product
# takes ten times as long when another process wants the same cores. The encoder works on several texts at once instead.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

# Unless asked for timedelta, python-telegram-bot tells durations as numbers and warns of it. It looks at every use.
os.environ.setdefault("PTB_TIMEDELTA", "true")

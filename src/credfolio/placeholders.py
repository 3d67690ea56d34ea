"""Text that only holds a place. The scaffold uses these words, and CF104 looks for them."""

YOUR_NAME = "Your name"
WRITE_HERE = "Write your answer here"
SCAFFOLD = (YOUR_NAME, WRITE_HERE)

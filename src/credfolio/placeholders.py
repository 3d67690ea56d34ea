"""Text that only holds a place. The scaffold uses these words, and CF104 looks for them."""

YOUR_NAME = "Your name"
YOUR_ROLE = "Your role"
YOUR_ORGANIZATION = "Your school"
WRITE_HERE = "Write your answer here"
SCAFFOLD = (YOUR_NAME, YOUR_ROLE, YOUR_ORGANIZATION, WRITE_HERE)

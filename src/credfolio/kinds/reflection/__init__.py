"""`reflection`: one text guided by several questions; it is read and counted like an answer."""

from credfolio.kinds.answer import read
from credfolio.kinds.base import Kind

KIND = Kind("reflection", "A reflection", read)

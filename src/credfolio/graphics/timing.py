"""Times of a lesson: counted from its beginning, or read off the clock on the wall."""

from credfolio.fields import Choice
from credfolio.tables.base import Row, Source
from credfolio.times import show_time

CLOCK = Choice(
    "How times are meant: lesson (2:10 is two minutes and ten seconds) or clock (9:05 is five past "
    "nine).",
    ("lesson", "clock"),
)
_LATE = 5 * 60
_SHORT = 3 * 60
_DAY = 24 * 3600


class Times:
    """The times of an exhibit's rows, all read in one way. `clock`: they are times of day."""

    def __init__(self, rows: tuple[Row, ...], columns: tuple[str, ...], source: Source) -> None:
        self.half_days = any("m" in r.written.get(c, "").casefold() for r in rows for c in columns)
        self.clock = source.settings.get("times") == "clock" or self.half_days
        if self.clock:
            self._refuse_hours(rows, columns, source)
        found = [t for row in rows for c in columns if (t := self.at(row, c)) is not None]
        self.first = min(found, default=0.0)
        self.last = max(found, default=0.0)
        stated = "times" in source.settings or self.half_days
        if not stated and len(rows) > 1 and found and self.first >= _LATE:
            self._doubt(rows[0], source)

    def at(self, row: Row, column: str) -> float | None:
        """Seconds; None where the cell is empty."""
        value: float | None = row[column]
        if value is None or not self.clock or "m" in row.written[column].casefold():
            return value
        return value * 60 if row.written[column].count(":") == 1 else value

    def _refuse_hours(
        self, rows: tuple[Row, ...], columns: tuple[str, ...], source: Source
    ) -> None:
        for row in rows:
            for column in columns:
                if (self.at(row, column) or 0.0) > _DAY:
                    message = f"{row.written[column]} is no time of day."
                    hint = "Write hours and minutes, such as 13:30 or 1:30 pm."
                    source.at(row, column, message, hint)

    def _doubt(self, row: Row, source: Source) -> None:
        """`9:05` to `9:50` is a lesson by the clock, or forty-five seconds of one."""
        if self.last - self.first >= _SHORT:
            return
        shown = f"{show_time(self.first)} to {show_time(self.last)}"
        message = f"The times, {shown}, are read as minutes and seconds of the lesson, so all of "
        message += f"it lasts {self.last - self.first:.0f} seconds."
        hint = "If they are hours and minutes by the clock, add `times: clock` to the document; "
        hint += "if not, add `times: lesson`."
        source.fault(row.place, message, hint, "warning")

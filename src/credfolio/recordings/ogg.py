"""ogg: pages that say how many samples have been heard when they end."""

import struct
from dataclasses import dataclass

from credfolio.recordings.reading import Found, Reader


@dataclass(slots=True)
class _Stream:
    """A stream of sound: samples a second, and the longest packet that it may hold."""

    rate: int
    longest: float
    at: int = 0
    packets: int = 0
    seconds: float = 0.0

    def hear(self, granule: int, packets: int) -> None:
        """A page: what its packets can hold of the time that it says has passed."""
        self.packets += packets
        if granule < 0:
            return  # no packet ends on this page
        passed = max(granule - self.at, 0) / self.rate
        self.seconds += min(passed, self.packets * self.longest)
        self.at, self.packets = granule, 0


def ogg(reader: Reader) -> Found | None:
    """The seconds of the longest stream of sound, page by page."""
    streams: dict[int, _Stream] = {}
    done = 0.0
    start = 0
    while start + 27 <= reader.size:
        reader.step()
        head = reader.at(start, 27 + 255)
        if head[:4] != b"OggS":
            break
        flags, granule, serial = struct.unpack("<xBqI", head[4:18])
        lacing = head[27 : 27 + head[26]]
        content = start + 27 + len(lacing)
        if flags & 2:
            if any(stream.seconds for stream in streams.values()):  # another recording follows
                done += max(stream.seconds for stream in streams.values())
                streams.clear()
            if stream := _stream(reader.at(content, 64)):
                streams[serial] = stream
        elif stream := streams.get(serial):
            stream.hear(granule, sum(size < 255 for size in lacing))
        start = content + sum(lacing)
    seconds = done + max((stream.seconds for stream in streams.values()), default=0.0)
    return Found(seconds, "pages") if seconds else None


def _stream(head: bytes) -> _Stream | None:
    """The stream of sound that a first packet opens; None for pictures and the like."""
    if head[:8] == b"OpusHead" and len(head) >= 12:
        skipped = int.from_bytes(head[10:12], "little")
        return _Stream(48_000, 0.121, at=skipped)
    rate, longest = 0, 0.5
    if head[:7] == b"\1vorbis":
        rate = int.from_bytes(head[12:16], "little")
        longest = 8192 / rate if rate else 0
    elif head[:8] == b"Speex   ":
        rate = int.from_bytes(head[36:40], "little")
    elif head[:5] == b"\x7fFLAC":
        rate, longest = int.from_bytes(head[27:30]) >> 4, 2.0
    return _Stream(rate, longest) if rate else None

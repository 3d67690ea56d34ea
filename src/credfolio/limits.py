"""Every bound on what is read, in one place, with its reason."""

DOCUMENT_BYTES = 4_000_000
"""A Markdown file. 100,000 words are about 600 kB; more than this is a mistake or an attack."""

ALL_DOCUMENTS_BYTES = 40_000_000
"""All Markdown files of a portfolio together."""

METADATA_BYTES = 256_000
"""A YAML file or a front matter block."""

EVIDENCE_BYTES = 4_000_000
"""A transcript or data file that a document names."""

ALL_EVIDENCE_BYTES = 8_000_000
"""All conversations and tables together, each as often as it is named; 100,000 words are 600 kB."""

TRANSCRIPT_LINES = 150_000
"""Lines with text in all conversations together; the captions of ten hours have fifty thousand."""

WORD_WEIGHT = 400_000
"""What a transcript in a Word file counts for at least: to open it takes that long."""

RECORDINGS = 100
"""Recordings whose length is measured; to look at a long one frame by frame takes a second."""

YAML_DEPTH = 50
"""Nested YAML collections. The C parser itself fails at some ten thousand."""

YAML_SCALARS = 20_000
"""Values in one YAML file."""

BLOCKS = 50_000
"""Paragraphs, headings, rows, links and the like in one document; a long one has two thousand."""

NESTED_MARKERS = 100
"""Quotation or list markers that open one line. Events of deep nesting take quadratic room."""

REQUIREMENTS = 200
"""Requirements of one credential; a form of thirty is long."""

CREDENTIAL_FAULTS = 100
"""Faults of one credential file that are told one by one."""

FILES = 5_000
"""Files in one portfolio folder."""

LINES = 200_000
"""Lines in one text; captions of a whole day have a hundred thousand."""

HIGHLIGHTS = 2_000
"""Highlights in one annotation; twenty are many."""

CANDIDATES = 500
"""Places tried for the first words of one quotation."""

EXHIBIT_BYTES = 2_000_000
"""The data file of an exhibit."""

EXHIBIT_ROWS = 2_000
"""Rows of an exhibit's file. An hour that is noted every two seconds has 1,800."""

EXHIBIT_LINES = 20_000
"""Lines of an exhibit's file, empty ones too."""

EXHIBIT_COLUMNS = 50
"""Columns of an exhibit's file."""

EXHIBIT_FAULTS = 60
"""Cells of one exhibit's file that are reported one by one; the rest is counted."""

PRIVATE_NAMES = 2_000
"""Names and variants in private.yml."""

SHORTEST_JOINED_NAME = 6
"""Letters of a name that is looked for as one word, as in an e-mail address."""

SEARCH_DEPTH = 6
"""Containers in containers that are searched for names: a picture in a Word file in a zip is 3."""

SEARCHED_BYTES = 64_000_000
"""One file, or one file in a container, that is taken apart in memory."""

SEARCHED_BYTES_IN_ALL = 250_000_000
"""What is unpacked of one file, whatever it claims to hold."""

SEARCHED_TEXT = 24_000_000
"""Text in one file that is searched for names, all its layers together; a book has a million."""

ARCHIVE_ENTRIES = 5_000
"""Files in one archive that are searched."""

PDF_OBJECTS = 50_000
"""Objects of one PDF that are searched."""

PDF_PAGES = 1_000
"""Pages of one PDF whose text is put together."""

NAME_PARTS = 10_000
"""Parts of names that are looked at in one text; a transcript of an hour greets a hundred times."""

NAMES_FOUND = 100
"""Places of names that are reported for one file."""

PICTURE_BYTES = 100_000_000
"""A picture whose metadata is taken out."""

PICTURE_PIXELS = 200_000_000
"""A picture that is turned upright."""

WORD_BYTES = 50_000_000
"""A Word file. With its pictures a portfolio document has a few million."""

WORD_UNPACKED_BYTES = 200_000_000
"""A Word file unpacked: pictures shrink little, so more is an attack."""

WORD_TEXT_BYTES = 8_000_000
"""The XML in a Word file. A book has two million; each takes mammoth a second or two."""

WORD_RUNS = 100_000
"""Paragraphs and runs in a Word file; ten thousand take mammoth a second. A thesis has half."""

WORD_FIELDS = 5_000
"""Fields such as page references in a Word file; each is compared with those still open."""

WORD_PARTS = 10_000
"""Files inside a Word file; a long one with many pictures has a few hundred."""

WORD_COMMENTS = 2_000
"""Comments in the margin of a Word file; a hundred are many."""

WORD_HEADINGS = 1_000
"""Headings of a Word file in which a requirement is looked for; the others are text."""

WORD_PICTURE_BYTES = 20_000_000
"""A picture in a Word file. A photo as the phone took it has eight million at most."""

IMPORT_RECORD_BYTES = 1_000_000
"""What the workspace remembers of earlier imports: some hundred bytes a requirement."""

PACKAGE_BYTES = 2_000_000_000
"""A package as a file. One with recordings has some hundred million."""

PACKAGE_FILES = 15_000
"""Files in one package: the sources, the site and what is handed in."""

PACKAGE_DIRECTORY_BYTES = 8_000_000
"""The list of files at the end of a package."""

UNPACKED_BYTES = 3_000_000_000
"""All files of a package together, unpacked."""

UNPACKED_RATIO = 200
"""How many times larger a file may be than it is in the package; text comes to about ten."""

UNPACKED_SMALL = 1_000_000
"""Below this, a file may shrink as it likes: a table of noughts does."""

PACKAGE_PATH = 240
"""Characters in a path inside a package. Windows knows 260 for the whole."""

PACKAGE_NAME_BYTES = 240
"""Bytes in the name of a file or folder; most systems know 255."""

PACKAGE_DEPTH = 32
"""Folders in folders inside a package."""

PACKAGE_JSON_BYTES = 16_000_000
"""`manifest.json` and `report.json` of a package, each. Ten thousand files take a million."""

REBUILD_SECONDS = 60
"""Checking a package's sources and building their site; a usual one takes two."""

REBUILD_MEMORY = 2_000_000_000
"""Memory for that, where the system can hold a process to it."""

REBUILD_BYTES = 3_000_000_000
"""What that may write in all; recordings are copied into the site."""

REBUILD_FILES = 20_000
"""Files that it may write."""

DIFFERENCES_SHOWN = 5
"""Files or findings that are named on the screen where a package differs; the rest is counted."""

HEAD_BYTES = 1_024
"""What is read of a file that is published, to see what it is."""

HTML_DEPTH = 200
"""Open elements in an author's HTML. The sanitiser's time grows with the square of the depth."""

HTML_FORMATTING = 6
"""Open elements of formatting in one another; browsers open them again in each paragraph."""

IGNORES = 500
"""Comments in one document that silence notes."""

RECORDING_HEAD_BYTES = 1_000_000
"""What of a recording is given to a library that reads whatever size it is told."""

RECORDING_JUNK = 65_536
"""Bytes that may stand between two frames: pictures, texts, a gap of a recorder."""

RECORDING_ELEMENTS = 250_000
"""Boxes, blocks or frames looked at in one recording. Ninety minutes of mp3 have some 200,000."""

EXIF_DIRECTORIES = 64
"""Directories of the Exif data of one picture; a phone writes five."""

EXIF_TEXT = 1_000_000
"""One text in Exif data that is searched."""

SEARCHED_BOXES = 100_000
"""Boxes of one mp4 or heic file that are searched."""

SEARCHED_BOX_BYTES = 8_000_000
"""One of those boxes."""

OGG_HEADERS = 2_000_000
"""The beginning of an Ogg file, in which its tags are looked for."""

CONTACT_ROW = 20_000
"""The beginning of a line, in which telephone numbers are looked for."""

SAMPLE_SLOTS = 2_000
"""Moments of one time sample."""

SAMPLE_CELLS = 10_000
"""Moments of a time sample times the people in it, each drawn."""

LOOKED_UP = 500
"""Lines of an exhibit that are looked up in the conversation."""

YAML_FAULTS = 20
"""Faults of syntax that are told of one YAML file; each takes reading it again."""

"""How the editor of the admin is set: what may be written, and nothing that leaves
inline style behind. The hosts of videos are those of lienhiephoi.video."""

_HEADINGS = [
    {"model": "paragraph", "title": "Đoạn văn", "class": "ck-heading_paragraph"},
    *(
        {
            "model": f"heading{level}",
            "view": f"h{level}",
            "title": f"Tiêu đề {level - 1}",
            "class": f"ck-heading_heading{level}",
        }
        for level in (2, 3, 4)
    ),
]

# The wrapper turns the text "/…/" into a JavaScript pattern, and a list of such texts
# too, so each host has one. Without "html" the editor shows a video as a card and asks
# nothing of its host.
_VIDEO_HOSTS = [
    {
        "name": "youtube",
        "url": r"/^(?:(?:m\.)?youtube(?:-nocookie)?\.com\/"
        r"(?:watch\?v=|shorts\/|live\/|embed\/)|youtu\.be\/)([\w-]+)/",
    },
    {"name": "vimeo", "url": r"/^(?:player\.vimeo\.com\/video|vimeo\.com)\/(\d+)/"},
]

CONFIG = {
    "language": "vi",
    "toolbar": {
        "items": [
            *("heading", "|", "bold", "italic", "link", "|"),
            *("bulletedList", "numberedList", "blockQuote", "insertTable", "|"),
            *("uploadImage", "mediaEmbed", "|", "alignment", "removeFormat", "|"),
            *("findAndReplace", "undo", "redo"),
        ],
        "shouldNotGroupWhenFull": True,
    },
    "heading": {"options": _HEADINGS},
    "alignment": {
        "options": [
            {"name": "left", "className": "ta-left"},
            *(
                {"name": name, "className": f"ta-{name}"}
                for name in ("center", "right", "justify")
            ),
        ]
    },
    "image": {
        "toolbar": [
            *("toggleImageCaption", "imageTextAlternative", "|"),
            *("imageStyle:block", "imageStyle:side"),
        ]
    },
    "table": {
        "contentToolbar": ["tableColumn", "tableRow", "mergeTableCells"],
        "defaultHeadings": {"rows": 1},
    },
    "link": {"defaultProtocol": "https://"},
    "mediaEmbed": {"providers": _VIDEO_HOSTS},
    "removePlugins": [
        *("FontSize", "FontFamily", "FontColor", "FontBackgroundColor", "Font"),
        *("Highlight", "TableProperties", "TableCellProperties", "IndentBlock"),
        *("Style", "GeneralHtmlSupport", "ImageResize", "Markdown", "HtmlEmbed"),
        *("FullPage", "SourceEditing", "WordCount"),
    ],
}

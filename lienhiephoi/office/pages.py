"""An official document as a page, drawn by templates/office/_document.html."""

from collections.abc import Iterable

from lienhiephoi.office.official import Block, OfficialDocument, Table


def as_page(document: OfficialDocument) -> dict:
    """Body and appendices as the template goes through them, the rest is the
    document's own."""
    return {
        "document": document,
        "body": list(map(_shown, document.body)),
        "appendices": list(map(_shown, document.appendices)),
    }


def _shown(block: Block) -> Block | dict:
    """A table with each cell beside the column it stands in; others as they are."""
    if not isinstance(block, Table):
        return block
    return {
        "columns": block.columns,
        "rows": [
            {"look": row.look.value, "cells": _cells(block, row.cells)}
            for row in block.rows
        ],
    }


def _cells(table: Table, texts: Iterable[str]) -> list[dict]:
    """A group's row has one cell, above all columns."""
    return [
        {"text": text, "align": column.align.value}
        for text, column in zip(texts, table.columns, strict=False)
    ]

"""Official documents: what they say (official, letterhead), and as which file.

Layout after Nghị định 30/2020/NĐ-CP, annex I: the same document becomes .docx (docx)
and PDF (pdf); tables become .xlsx (xlsx).
"""

"""What a written answer must not carry to the screen unmarked: links, commands, and the word of an
article that gives orders to whoever reads it.

Articles are data. A link or a command that an answer repeats may be an attack from one of them, and
whether it stands in the cited passage proves nothing: it is taken out, and its sentence marked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

LINK = "[link left out]"
COMMAND = "[command left out]"

_SCHEME = r"(?:https?|ftp|file|data|javascript|vbscript|mailto|tel|sms|magnet|ssh|vscode|intent)"
_LINK = re.compile(
    r"!?\[[^\]\n]{0,300}\]\([^)\n]{0,2000}\)?"  # Markdown, also cut short
    r"|!?\[[^\]\n]{0,300}\]\[[^\]\n\d]{1,100}\]"
    r"|<a\s[^>\n]{0,2000}>?|<img\s[^>\n]{0,2000}>?"
    rf"|\b{_SCHEME}\s?:(?://|[^\s\d])\S*"
    r"|\bh(?:xx|tt)ps?\b\S*"
    r"|(?<![\w@.])www\.\S+"
    r"|(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    r"|(?<![\w.-])(?:[\w-]+\.)+(?:com|net|org|info|io|ru|cn|example|test|invalid|app|dev|xyz|top|tk)"
    r"\b(?:/\S*)?",
    re.IGNORECASE,
)
_PROGRAMS = (
    r"(?:sudo|curl|wget|rm|chmod|chown|bash|sh|zsh|powershell|pwsh|cmd|nc|ncat|ssh|scp|eval|exec"
    r"|python3?|perl|ruby|node|npm|npx|pip3?|git|docker|dd|mkfs|iwr|iex|certutil|osascript|quoth)"
)
_COMMAND = re.compile(
    r"```.*?(?:```|$)"
    r"|`(?=[^`\n]*\s)[^`\n]*(?:\n[^`\n]*)?`"
    rf"|(?<![\w/-]){_PROGRAMS}\s+(?:-{{1,2}}\w|/|~|\.{{1,2}}/|https?:|\|)[^\n]*"
    rf"|(?<![\w/-])sudo\s+\w[^\n]*"
    rf"|(?<![\w/-])(?:rm\s+-\w+|pip3?\s+install|npm\s+i(?:nstall)?|git\s+clone)\s[^\n]*"
    rf"|\|\s*(?:sudo\s+)?(?:ba|z)?sh\b[^\n]*"
    r"|[;&|]{1,2}\s*(?:rm|curl|wget|cat|nc)\s[^\n]*"
    r"|\$\([^)\n]*\)?"
    r"|<script[^>]*>?",
    re.DOTALL,
)
_ORDERS = re.compile(
    # forget what you were told, in several languages
    r"(?:ignor|disregard|forget|overrid|bypass|oubli|ne\s+ten\w*\s+pas\s+compte|olvid|vergiss"
    r"|vergess|missacht|dimentica|esque[cç]|забудь|игнорируй|تجاهل|انس|忽略|忘记|無視)"
    r".{0,60}(?:instruction|prompt|rule|order|above|previous|prior|consigne|pr[ée]c[ée]dent"
    r"|instruc|anterior|regla|anweisung|vorherig|obige|istruzion|инструкц|التعليمات|الأوامر"
    r"|السابقة|指令|指示|之前)"
    # speak to the machine
    r"|(?:system|assistant|developer|user)\s*(?:prompt|message|override|note|:\s*you)"
    r"|<\|?/?(?:system|assistant|user|im_start|im_end|end|passages?)\b"
    r"|\[/?(?:INST|SYS)\]|<</?SYS>>|#{2,}\s*(?:system|instruction|assistant|new task)"
    r"|\b(?:you|tu|vous|du|sie|usted)\s+(?:are|es|êtes|bist|sind|eres)\s+(?:now|maintenant|"
    r"d[ée]sormais|jetzt|ahora)\b"
    r"|\b(?:AI|IA|KI|LLM|GPT|chatbot|language model|mod[èe]le de langage|modelo de lenguaje"
    r"|sprachmodell|assistente|assistant|asistente|assistent)\b.{0,60}\b(?:must|should|shall|doit"
    r"|dois|devez|debe|debes|muss|soll|will now)"
    r"|(?:note|message|instruction|attention|nota|hinweis|aviso|consigne)\w*\s+(?:to|for|[àa]"
    r"|pour|para|an|f[üu]r)\s+(?:\w+\s+){0,3}(?:AI|IA|KI|assistant|asistente|assistent|model"
    r"|mod[èe]le|modelo|modell|chatbot|llm)",
    re.IGNORECASE | re.DOTALL,
)


def without_links_and_commands(text: str) -> tuple[str, list[str]]:
    """The text with its links and commands replaced, and which of LINK and COMMAND it carried."""
    found: list[str] = []

    def put(replacement: str) -> str:
        found.append(replacement)
        return replacement

    text = _COMMAND.sub(lambda match: put(COMMAND), text)
    text = _LINK.sub(lambda match: put(LINK), text)
    return text, list(dict.fromkeys(found))


def gives_orders(texts: Sequence[str]) -> bool:
    """Whether any of the texts speaks to a model instead of a reader."""
    return any(_ORDERS.search(text) for text in texts)

"""The question for a photo or a PDF."""

from dataclasses import dataclass

from handlers.forms.form import (
    Accept,
    Asking,
    Data,
    Field,
    Outcome,
    Question,
    Refuse,
)
from handlers.forms.user_input import File, Given
from storage.vocabulary import FileKind

_PDF = "application/pdf"


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachmentField(Field):
    """Keeps `{"kind": …, "file_id": …}`: the file itself stays with Telegram."""

    key: str
    label: str
    optional: bool = True
    hidden: bool = False

    def applies(self, data: Data) -> bool:
        return True

    async def ask(self, asking: Asking) -> Question:
        return Question(
            text=asking.t(
                "A photo or a PDF, if you like.\n"
                "<i>Everybody can see it: please no names, logos or contact data on it.</i>"
            )
        )

    async def read(self, given: Given, asking: Asking) -> Outcome:
        if isinstance(given, File) and (given.kind is FileKind.PHOTO or given.mime_type == _PDF):
            return Accept({self.key: {"kind": given.kind, "file_id": given.file_id}})
        return Refuse(asking.t("Please send one photo or one PDF file, or press Skip."))

    def shown(self, asking: Asking) -> str:
        kept = asking.data.get(self.key)
        if not kept:
            return ""
        return asking.t("a photo") if kept["kind"] == FileKind.PHOTO else asking.t("a PDF")

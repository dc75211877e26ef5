"""What a PDF breaks of the rules of PDF/UA-1 (ISO 14289-1)."""

from page import ValidationProfile, validate_pdf_bytes


def pdf_faults(content: bytes) -> list[str]:
    """Return every failure of a PDF, with the rule it breaks."""
    report = validate_pdf_bytes(content, profile=ValidationProfile.PDF_UA_1)
    return [f"{fault.rule_id}: {fault.message}" for fault in report.failures]

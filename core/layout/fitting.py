"""Fitting a form on one page: its type is made smaller, step by step, before a second page is begun."""

from typing import Final

from core.layout.form import BODY_SIZES, FilledForm
from core.layout.measuring import Measure, MeasuredForm, measure_form
from core.layout.pagination import Frame, fits_on_a_page

_SMALLER: Final = BODY_SIZES[1:]


def measure_to_fit(form: FilledForm, measure: Measure, frame: Frame) -> MeasuredForm:
    """Break the texts of a form at the largest type size at which a page has room for it.

    A form that needs more than a page even in the smallest type is set in full size: it runs on anyway, and
    small type would spare its reader nothing.
    """
    full_size = measure_form(form, measure)
    if fits_on_a_page(full_size, frame):
        return full_size
    smaller = (measure_form(form, measure, size) for size in _SMALLER)
    return next((fitted for fitted in smaller if fits_on_a_page(fitted, frame)), full_size)

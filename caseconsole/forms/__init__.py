"""Forms made from declarations, and the drafts that keep what is typed into them.

Example of a screen::

    form = RecordForm(form_spec("person"), values, draft=kept)
    keeper = DraftKeeper(form, save_draft)        # save_draft() stores form.draft()
    # on RecordForm.Changed: keeper.touch();  on RecordForm.Left: await keeper.flush()
    if not form.show_problems():
        await self.app.store.run(change_record, "person", person_id, form.changes())
        keeper.forget()
        form.mark_saved()
"""

from __future__ import annotations

from caseconsole.forms.drafts import DraftKeeper
from caseconsole.forms.record_form import RecordForm

__all__ = ["DraftKeeper", "RecordForm"]

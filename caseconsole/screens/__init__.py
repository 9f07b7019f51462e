"""The screens, one file each: they ask and show, and hold no rule of the caseload."""

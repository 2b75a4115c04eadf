"""Finds notes, quotations, links and references in a document. Pure: no disk, no network, no clock."""

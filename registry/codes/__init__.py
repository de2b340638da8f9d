"""The coded answers of a report: lists of codes and the sealed facts document.

A pure room: no Django, no database. It imports none of its children, so that they may be
imported one by one; the whole set of lists is `registry.codes.facts.FACT_FIELDS`.
"""

"""The pages of a city, as functions of what is shown: the same pages for the local server and for a published folder.

Each page is a function of a :class:`~planwerk.site.seen.Seen` (a city as of a day, in a language) and of
:class:`~planwerk.site.links.Links` (where links lead), and gives HTML; nothing here knows HTTP, and nothing writes.

- :mod:`planwerk.site.overview`: ``start_page``, ``map_page``
- :mod:`planwerk.site.registers`: ``control_page``, ``gaps_page``, ``plans_page``, ``report_page``, ``export``
- :mod:`planwerk.site.things`: ``index_page`` (all things of a kind), ``thing_page`` (one thing)
- :mod:`planwerk.site.papertext`: ``text_page`` (a paper's text with what was read in it)
- :mod:`planwerk.site.frame`: ``render``, ``assets`` (style sheets and scripts that the pages load)
"""

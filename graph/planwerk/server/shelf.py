"""The city on other days and in both languages: what was looked at lately stays at hand."""

from __future__ import annotations

import threading
from datetime import date

from planwerk.city import City
from planwerk.site.seen import Seen

KEPT = 6  # days and languages at once; a day's dataset takes tens of megabytes


class Shelf:
    """Gives the city as of a day in a language; the one unused for longest goes when there are many.

    Safe from several threads: a view is made by one of them, and the others wait for it.
    """

    def __init__(self, city: City) -> None:
        self.city = city
        self._seen: dict[tuple[date, str], Seen] = {}
        self._lock = threading.Lock()

    def seen(self, day: date, lang: str) -> Seen:
        """Give the city as of the day in the language."""
        with self._lock:
            if (day, lang) not in self._seen:
                same_day = next((seen.city for (other, _), seen in self._seen.items() if other == day), None)
                city = self.city if day == self.city.as_of else same_day or self.city.on(day)
                self._seen[day, lang] = Seen(city, lang)
            self._seen[day, lang] = self._seen.pop((day, lang))
            if len(self._seen) > KEPT:
                own = self.city.as_of
                del self._seen[next((key for key in self._seen if key[0] != own), next(iter(self._seen)))]
            return self._seen[day, lang]

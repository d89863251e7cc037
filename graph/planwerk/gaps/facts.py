"""What several checks look at, worked out once per run: plans there and in force, offices at hand, tasks adopted."""

from __future__ import annotations

from datetime import date
from functools import cached_property

from planwerk.dataset import Dataset
from planwerk.pairs import pairs_of
from planwerk.vocabulary import CONCEPT

REAL = tuple(f"{CONCEPT}plan-status/{name}" for name in ("existing", "adopted"))
COMING = tuple(f"{CONCEPT}plan-status/{name}" for name in ("intended", "in-preparation"))
STRATEGY = f"{CONCEPT}plan-type/strategy"


class Facts:
    """A run's view of the dataset: "this edition is there, that one replaced it, and its office is at hand"."""

    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset
        self.pairs = pairs_of(dataset)
        self.as_of = dataset.as_of

    @cached_property
    def real(self) -> frozenset[str]:
        """Give what exists or was adopted, of whatever class."""
        return self.pairs.having("planStatus", REAL)

    @cached_property
    def coming(self) -> frozenset[str]:
        """Give what is intended or in preparation, of whatever class."""
        return self.pairs.having("planStatus", COMING)

    @cached_property
    def editions(self) -> frozenset[str]:
        """Give the editions of plans."""
        return self.pairs.a("PlanEdition")

    @cached_property
    def umbrellas(self) -> frozenset[str]:
        """Give the editions of city-wide strategies."""
        kinds = self.pairs.via(self.pairs.of("editionOf"), "planType")
        return frozenset(edition for edition, named in kinds.items() if STRATEGY in named)

    @cached_property
    def sectoral(self) -> frozenset[str]:
        """Give the existing editions without those of a city-wide strategy."""
        return (self.editions & self.real) - self.umbrellas

    @cached_property
    def replaced(self) -> frozenset[str]:
        """Give what something that exists continues."""
        continues = self.pairs.of("continues")
        return frozenset(old for new in self.real for old in continues.get(new, ()))

    @cached_property
    def to_be_replaced(self) -> frozenset[str]:
        """Give what something announced continues."""
        continues = self.pairs.of("continues")
        return frozenset(old for new in self.coming for old in continues.get(new, ()))

    @cached_property
    def owned(self) -> frozenset[str]:
        """Give what an office leads, or leads the domain of, of which a document is at hand: the scope rule."""
        at_hand = self.pairs.back("preparedBy").keys()
        leads, domains = self.pairs.of("leadUnit"), self.pairs.of("coversDomain")
        fields = {
            field
            for field, offices in self.pairs.back("responsibleForDomain").items()
            if not at_hand.isdisjoint(offices)
        }
        led = {thing for thing, offices in leads.items() if not at_hand.isdisjoint(offices)}
        return frozenset(led | {thing for thing, named in domains.items() if not fields.isdisjoint(named)})

    @cached_property
    def adopted(self) -> tuple[tuple[str, str], ...]:
        """Give the tasks that adopted points create, each with its point."""
        points, tasks = self.pairs.a("ResolutionPoint"), self.pairs.of("createsTask").items()
        return tuple((task, point) for point, created in tasks if point in points for task in created)

    @cached_property
    def ordered(self) -> frozenset[str]:
        """Give the tasks that adopted points create."""
        return frozenset(task for task, _ in self.adopted)

    @cached_property
    def ordered_results(self) -> frozenset[str]:
        """Give what any point that creates a task orders as its result."""
        results = self.pairs.of("deliverable")
        created = self.pairs.of("createsTask").values()
        return frozenset(result for tasks in created for task in tasks for result in results.get(task, ()))

    @cached_property
    def due(self) -> dict[str, date]:
        """Give the last day due by thing."""
        return self.pairs.last("deadline")

    @cached_property
    def done(self) -> frozenset[str]:
        """Give the tasks of which something is stated to fulfil them."""
        return self.pairs.a("Task") & self.pairs.of("fulfilledBy").keys()

    @cached_property
    def groups(self) -> dict[str, set[str]]:
        """Give for each concept itself and all above it."""
        up = self.pairs.upwards("skos:broader")
        return {concept: {concept, *above} for concept, above in up.items()}

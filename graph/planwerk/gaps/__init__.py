"""The gap checks G01 to G28: what a careful reader of the papers would ask about.

A check is a file of ``ontology/questions`` (its words, parameters and query). Where the query gives verdicts
row by row it is run by :mod:`planwerk.gaps.patterns`; where the whole network decides, a module named after the
check works on the query's edges. Each thing found is one :class:`Finding` with a verdict: gap, ok or not decidable.
"""

from planwerk.gaps.checks import find_check, find_gaps, trace_finding, work_of
from planwerk.gaps.finding import Finding, Proven
from planwerk.gaps.stability import Change
from planwerk.gaps.tracing import Trace

__all__ = ["Change", "Finding", "Proven", "Trace", "find_check", "find_gaps", "trace_finding", "work_of"]

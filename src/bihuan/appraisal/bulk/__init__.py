"""The bulk evaluator: a ledger of any size, scored over arrays of integers with the meaning of the reference."""

from bihuan.appraisal.bulk.evaluating import evaluate_batches, evaluate_bulk
from bihuan.appraisal.bulk.ledger import BulkLedger
from bihuan.appraisal.bulk.results import BulkResult

__all__ = ["BulkLedger", "BulkResult", "evaluate_batches", "evaluate_bulk"]

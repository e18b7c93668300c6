"""What tells two distributions apart: quartiles, and the rank test of Mann and Whitney."""

import math

# In standard deviations. One in 2,000 comparisons of like with like is further off by chance, and a run makes some thirty.
BEYOND_CHANCE = 3.5


def quantile(values, share):
    """Linear between the two nearest."""
    values = sorted(values)
    at = share * (len(values) - 1)
    low = int(at)
    return values[low] + (values[min(low + 1, len(values) - 1)] - values[low]) * (at - low)


def auc(ones, others):
    """How often one of these exceeds one of those, ties counted by half: 0.5 when nothing tells them apart, 0 or 1 when every single one does."""
    order = sorted([(value, True) for value in ones] + [(value, False) for value in others])
    ranks, at = 0.0, 0
    while at < len(order):
        end = at
        while end < len(order) and order[end][0] == order[at][0]:
            end += 1
        ranks += (at + 1 + end) / 2 * sum(is_one for _, is_one in order[at:end])
        at = end
    return (ranks - len(ones) * (len(ones) + 1) / 2) / (len(ones) * len(others))


def deviation(ones, others):
    """How far from 0.5 the AUC of two samples of one distribution lies, in standard deviations."""
    spread = math.sqrt((len(ones) + len(others) + 1) / (12 * len(ones) * len(others)))
    return (auc(ones, others) - 0.5) / spread

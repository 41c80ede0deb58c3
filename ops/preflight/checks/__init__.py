"""The checks, one file each, in the order of the table."""

from __future__ import annotations

from ops.preflight.checks.billing import check_billing
from ops.preflight.checks.clusters import check_clusters
from ops.preflight.checks.identity import check_identity
from ops.preflight.checks.leftovers import check_leftovers
from ops.preflight.checks.permissions import check_permissions
from ops.preflight.checks.quotas import check_quotas
from ops.preflight.checks.tools import check_tools
from ops.preflight.checks.zones import check_zones
from ops.preflight.model import Check

LOCAL_CHECKS: tuple[Check, ...] = (check_tools, check_identity)
"""Before anything can be asked of the account."""

ACCOUNT_CHECKS: tuple[Check, ...] = (
    check_permissions,
    check_quotas,
    check_zones,
    check_billing,
    check_clusters,
    check_leftovers,
)

__all__ = ["ACCOUNT_CHECKS", "LOCAL_CHECKS"]

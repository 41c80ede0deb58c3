"""The checks, one file each, in the order of the table."""

from __future__ import annotations

from cli.preflight.checks.billing import check_billing
from cli.preflight.checks.clusters import check_clusters
from cli.preflight.checks.identity import check_identity
from cli.preflight.checks.leftovers import check_leftovers
from cli.preflight.checks.permissions import check_permissions
from cli.preflight.checks.quotas import check_quotas
from cli.preflight.checks.tools import check_tools
from cli.preflight.checks.version import check_version
from cli.preflight.checks.zones import check_zones
from cli.preflight.model import Check

LOCAL_CHECKS: tuple[Check, ...] = (check_tools, check_version, check_identity)
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

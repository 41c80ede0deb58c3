"""All rules of the pack, in the order in which they are documented."""

from __future__ import annotations

from typing import Final

from guardrails.billing import (
    billing_safe_instance_types,
    eks_version_in_standard_support,
    eks_version_support_ends_soon,
    elastic_ips_in_use,
    log_groups_have_retention,
    monthly_budget,
    nat_gateways_per_zone,
    node_count_ceiling,
    node_pools_have_limits,
)
from guardrails.core import waivers_in_force
from guardrails.core.rule import AnyRule
from guardrails.safety import (
    deletion_protection,
    eks_control_plane_logs,
    eks_endpoint_not_open,
    eks_secrets_encrypted,
    helm_release_atomic,
    helm_release_pinned,
    helm_release_trusted_source,
    helm_values_no_latest_tag,
    helm_values_no_plain_secret,
    iam_policy_no_full_access,
    instance_metadata_v2,
    node_groups_have_launch_template,
    node_groups_in_private_subnets,
    nodes_without_public_ip,
    security_group_admin_ports_closed,
    volumes_encrypted,
    workload_roles_no_administrator,
)
from guardrails.selfdriving import (
    autoscaler_finds_groups,
    breaker_is_set,
    critical_addons_have_budgets,
    drains_are_spaced,
    engine_and_autoscaler,
    monitored_conditions_are_remediated,
    node_groups_can_replace,
    one_engine_per_node_group,
    remediated_conditions_are_monitored,
    unready_nodes_wait,
)
from guardrails.tags import (
    required_tags,
    required_volume_tags,
)

RULES: Final[tuple[AnyRule, ...]] = (
    billing_safe_instance_types.RULE,
    monthly_budget.RULE,
    node_count_ceiling.RULE,
    node_pools_have_limits.RULE,
    nat_gateways_per_zone.RULE,
    elastic_ips_in_use.RULE,
    log_groups_have_retention.RULE,
    eks_version_in_standard_support.RULE,
    eks_version_support_ends_soon.RULE,
    required_tags.RULE,
    required_volume_tags.RULE,
    eks_endpoint_not_open.RULE,
    eks_secrets_encrypted.RULE,
    eks_control_plane_logs.RULE,
    security_group_admin_ports_closed.RULE,
    instance_metadata_v2.RULE,
    volumes_encrypted.RULE,
    nodes_without_public_ip.RULE,
    node_groups_in_private_subnets.RULE,
    node_groups_have_launch_template.RULE,
    iam_policy_no_full_access.RULE,
    workload_roles_no_administrator.RULE,
    helm_release_pinned.RULE,
    helm_release_trusted_source.RULE,
    helm_release_atomic.RULE,
    helm_values_no_latest_tag.RULE,
    helm_values_no_plain_secret.RULE,
    deletion_protection.RULE,
    remediated_conditions_are_monitored.RULE,
    monitored_conditions_are_remediated.RULE,
    engine_and_autoscaler.RULE,
    autoscaler_finds_groups.RULE,
    one_engine_per_node_group.RULE,
    unready_nodes_wait.RULE,
    drains_are_spaced.RULE,
    breaker_is_set.RULE,
    node_groups_can_replace.RULE,
    critical_addons_have_budgets.RULE,
    # The last one: it shows what the others let pass.
    waivers_in_force.RULE,
)

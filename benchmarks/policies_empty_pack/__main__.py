"""One rule that says nothing about each resource, and one about the stack."""

from pulumi_policy import EnforcementLevel, PolicyPack, ResourceValidationPolicy, StackValidationPolicy

PolicyPack(
    name="empty",
    enforcement_level=EnforcementLevel.ADVISORY,
    policies=[
        ResourceValidationPolicy(
            name="nothing-of-a-resource", description="Nothing.", validate=lambda _args, _violation: None
        ),
        StackValidationPolicy(
            name="nothing-of-a-stack", description="Nothing.", validate=lambda _args, _violation: None
        ),
    ],
)

"""The public frameworks that rules refer to."""

from __future__ import annotations

from guardrails.core.rule import Framework


def well_architected(reference: str) -> Framework:
    """A best practice of the AWS Well-Architected Framework, such as ``COST06-BP01``."""
    return Framework("AWS Well-Architected Framework", "2025", reference)


def cis_eks(reference: str) -> Framework:
    """A recommendation of the CIS Amazon EKS Benchmark, such as ``5.4.1``."""
    return Framework("CIS Amazon EKS Benchmark", "1.7.0", reference)


def cis_aws(reference: str) -> Framework:
    """A recommendation of the CIS AWS Foundations Benchmark, such as ``5.6``."""
    return Framework("CIS AWS Foundations Benchmark", "3.0.0", reference)


def eks_best_practices(reference: str) -> Framework:
    """A chapter of the Amazon EKS Best Practices Guide."""
    return Framework("Amazon EKS Best Practices Guide", "2026", reference)

"""The pack as the engine's analyzer: the rules behind the engine's own protocol.

The SDK's server decodes a resource anew for each rule, and drops the marks of secret values before a rule
sees it. This one decodes once for all rules, keeps the marks, and tells like findings as one.
"""

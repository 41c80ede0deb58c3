"""A service mesh behind one setting: Linkerd, or Istio without sidecars."""

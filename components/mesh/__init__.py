"""Service meshes behind one setting: Linkerd, or Istio without sidecars.

A mesh is a folder: ``install`` has its charts, ``join`` what it adds to a microservice, ``capabilities`` what
it can't do. A further one is one more folder, one line in ``meshes.py``, and its name in
``components/mesh_name.py``.
"""

"""Looks before `make up` leaps: what AWS would refuse after twenty minutes is said in twenty seconds."""

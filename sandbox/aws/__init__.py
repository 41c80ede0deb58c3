"""The provider ``aws``: moto where moto has it, records with checks of their own where it has not."""

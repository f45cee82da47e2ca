"""A change of a store by its difference: what a load, a withdrawal or a judgement touches is folded, nothing else."""

"""Why a plan is as it is: what each choice costs, what else could be, and who else could come."""

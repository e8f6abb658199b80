import Contest

// OperatorJobs JOB INPUT: what Comparisons/operators/operators.py times.
serve(prepare)

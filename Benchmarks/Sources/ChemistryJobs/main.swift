import Contest

// ChemistryJobs JOB INPUT: what Comparisons/chemistry/chemistry.py times.
serve(prepare)

"""Makes `casebook`, which reads cases written as data, and `browser`, which drives Chromium, importable in every folder of tests."""

"""Makes `casebook`, which reads cases written as data, importable in every folder of tests."""
